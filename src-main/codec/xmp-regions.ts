import { turnedArea, turnedSubject, type Area, type Turn } from './turned';
import { propertyOf, replaceElements, setProperty, type IsMeant } from './xmp-text';

/**
 * XMP whose regions hold for the result: faces (Metadata Working Group, Microsoft), Camera Raw's crop, EXIF's subject.
 * They are stored for the picture as it lies in its file.
 */
export function withTurnedRegions(xmp: string, turn: Turn): string {
  const { width, height } = turn.result;
  let text = replaceElements(
    xmp,
    (_, name) => name === 'AppliedToDimensions',
    (element) => setProperty(setProperty(element, 'stDim:w', String(width)), 'stDim:h', String(height)),
  );
  text = replaceElements(text, isSubject, (element) => subject(element, turn));
  if (turn.orientation === 1) return text;
  text = replaceElements(
    text,
    (_, name) => name === 'Area',
    (element) => area(element, turn),
  );
  text = text.replace(RECTANGLES, (_, before: string, numbers: string) => before + rectangle(numbers, turn));
  return crop(text, turn);
}

const isSubject: IsMeant = (prefix, name) => prefix === 'exif' && /^Subject(Area|Location)$/.test(name);

const shown = (value: number): string => String(Number(value.toFixed(6)));

function area(element: string, turn: Turn): string {
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((name) => numberOf(element, `stArea:${name}`));
  if (x === undefined || y === undefined) return element;
  const turned = turnedArea({ x, y, w: w ?? 0, h: h ?? 0 }, turn);
  return (['x', 'y', 'w', 'h'] as const).reduce(
    (text, name) => setProperty(text, `stArea:${name}`, shown(turned[name])),
    element,
  );
}

function numberOf(text: string, name: string): number | undefined {
  const value = Number.parseFloat(propertyOf(text, name) ?? '');
  return Number.isFinite(value) ? value : undefined;
}

/** Microsoft's: left, top, width and height. */
const RECTANGLES = /(MPReg:Rectangle\s*(?:=\s*["']|>))([\d.,\s]+)/g;

function rectangle(numbers: string, turn: Turn): string {
  const [left = 0, top = 0, w = 0, h = 0, ...others] = numbers.split(',').map(Number);
  if (others.length > 0) return numbers;
  const turned = turnedArea({ x: left + w / 2, y: top + h / 2, w, h }, turn);
  return cornersOf(turned).slice(0, 2).concat([turned.w, turned.h]).map(shown).join(', ');
}

const cornersOf = ({ x, y, w, h }: Area): number[] => [x - w / 2, y - h / 2, x + w / 2, y + h / 2];

/** Camera Raw's, by its four sides. */
function crop(text: string, turn: Turn): string {
  const names = ['Left', 'Top', 'Right', 'Bottom'].map((side) => `crs:Crop${side}`);
  const [left, top, right, bottom] = names.map((name) => numberOf(text, name));
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return text;
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2, w: right - left, h: bottom - top };
  const turned = cornersOf(turnedArea(middle, turn));
  return names.reduce((all, name, index) => setProperty(all, name, shown(turned[index]!)), text);
}

function subject(element: string, turn: Turn): string {
  const items = /(<rdf:li[^<>]*>)\s*(\d+)\s*(<)/g;
  const numbers = turnedSubject(
    [...element.matchAll(items)].map(([, , number]) => Number(number)),
    turn,
  );
  let index = 0;
  return element.replace(items, (_, before: string, _number, after: string) => {
    index += 1;
    return before + String(numbers[index - 1]) + after;
  });
}
