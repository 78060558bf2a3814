import { rasterise } from '../codec/vector';
import type { ImageF32 } from '../core/image/image';
import { createRandom, type Random } from '../core/random';

/** The scene is composed on a square of this side, and drawn as large as asked. */
const SIDE = 512;

/**
 * Draws a scene as one would photograph it: sky and clouds, hills, foliage, grass, a person and a sign, so that what
 * restoring does to smooth shades, skin, leaves and letters is seen. RGB, `size` × `size` px, 8 bits; the same `seed`
 * always grows the same leaves.
 */
export const drawScene = ({ size, seed }: { size: number; seed: number }): Promise<ImageF32> =>
  rasterise(sceneSvg(size, createRandom(seed)));

function sceneSvg(size: number, random: Random): string {
  const parts = [sky(random), hills(random), tree(random), grass(random), person(random), sign()];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${SIDE} ${SIDE}">
${DEFINITIONS}${parts.join('')}</svg>`;
}

const stop = (offset: number, color: string) => `<stop offset="${offset}" stop-color="${color}"/>`;

const DEFINITIONS = `<defs>
<linearGradient id="sky" x2="0" y2="1">${stop(0, '#2f6fb8')}${stop(0.6, '#8fbbe3')}${stop(1, '#f3e3cf')}</linearGradient>
<linearGradient id="near" x2="0" y2="1">${stop(0, '#7d9a55')}${stop(1, '#3c5a26')}</linearGradient>
<radialGradient id="skin" cx="0.4" cy="0.38" r="0.75">${stop(0, '#f2cdb0')}${stop(0.6, '#dba57f')}${stop(1, '#a86b4c')}</radialGradient>
<radialGradient id="cheek">${stop(0, '#d9785e')}<stop offset="1" stop-color="#d9785e" stop-opacity="0"/></radialGradient>
<pattern id="shirt" width="9" height="9" patternUnits="userSpaceOnUse"><rect width="9" height="9" fill="#f1efe8"/><rect width="9" height="4" fill="#27406f"/></pattern>
<filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="7"/></filter>
</defs>`;

const between = (random: Random, low: number, high: number) => low + (high - low) * random.next();
const times = (count: number, draw: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => draw(at)).join('');
const round = (value: number) => value.toFixed(1);

function sky(random: Random): string {
  const cloud = () => {
    const [x, y] = [between(random, 0, SIDE), between(random, 30, 170)];
    return times(5, () => {
      const [dx, dy, r] = [between(random, -45, 45), between(random, -8, 8), between(random, 10, 26)];
      return `<ellipse cx="${round(x + dx)}" cy="${round(y + dy)}" rx="${round(1.7 * r)}" ry="${round(r)}"/>`;
    });
  };
  return `<rect width="${SIDE}" height="${SIDE}" fill="url(#sky)"/><circle cx="404" cy="70" r="21" fill="#fff6df"/>
<g fill="#fff" opacity="0.72" filter="url(#soft)">${times(6, cloud)}</g>`;
}

/** Ranges one before the other, each with its trees on the ridge. */
function hills(random: Random): string {
  return [
    { y: 250, color: '#8aa0b5', rough: 26 },
    { y: 285, color: '#6f8d86', rough: 18 },
    { y: 322, color: 'url(#near)', rough: 10 },
  ]
    .map(({ y, color, rough }) => {
      const ridge = times(
        65,
        (at) => `L${8 * at} ${round(y + rough * Math.sin(at / (4 + rough / 6)) + between(random, -3, 3))}`,
      );
      return `<path d="M0 ${SIDE}${ridge}L${SIDE} ${SIDE}Z" fill="${color}"/>`;
    })
    .join('');
}

function tree(random: Random): string {
  const leaf = () => {
    const angle = between(random, 0, 2 * Math.PI);
    const away = Math.sqrt(random.next());
    const [x, y] = [92 + 105 * away * Math.cos(angle), 205 + 88 * away * Math.sin(angle)];
    const green = `hsl(${Math.round(between(random, 78, 128))} ${Math.round(between(random, 35, 62))}% ${Math.round(between(random, 16, 46))}%)`;
    const turn = Math.round(between(random, 0, 180));
    const [rx, ry] = [between(random, 2.5, 7), between(random, 1.2, 3)];
    return `<ellipse rx="${round(rx)}" ry="${round(ry)}" fill="${green}" transform="translate(${round(x)} ${round(y)}) rotate(${turn})"/>`;
  };
  const bark = times(
    14,
    (at) =>
      `<path d="M${82 + 1.6 * at} 280q${round(between(random, -5, 5))} 60 ${round(between(random, -3, 3))} 130" stroke="${at % 2 ? '#3a2a1d' : '#6b513a'}" stroke-width="1.4" fill="none"/>`,
  );
  return `<path d="M84 270q6 70-8 150h38q-12-80-6-150z" fill="#523c2a"/>${bark}${times(1500, leaf)}`;
}

function grass(random: Random): string {
  const blade = () => {
    const [x, y, height] = [between(random, 0, SIDE), between(random, 395, 516), between(random, 8, 26)];
    const green = `hsl(${Math.round(between(random, 68, 112))} 45% ${Math.round(between(random, 18, 52))}%)`;
    return `<path d="M${round(x)} ${round(y)}q${round(between(random, -4, 4))} ${round(-height / 2)} ${round(between(random, -7, 7))} ${round(-height)}" stroke="${green}"/>`;
  };
  return `<rect y="388" width="${SIDE}" height="124" fill="#4b6a2c"/><g fill="none" stroke-width="1.2">${times(900, blade)}</g>`;
}

function person(random: Random): string {
  const strand = (at: number) => {
    const from = 314 + 0.82 * at;
    const bend = between(random, -10, 10);
    const brown = `hsl(${Math.round(between(random, 18, 34))} 42% ${Math.round(between(random, 12, 36))}%)`;
    const to = from < 368 ? between(random, 296, 318) : between(random, 420, 444);
    return `<path d="M${round(from)} ${round(172 - 10 * Math.sin((at / 140) * Math.PI))}Q${round((from + to) / 2 + bend)} 160 ${round(to)} ${round(between(random, 268, 330))}" stroke="${brown}"/>`;
  };
  const eye = (
    x: number,
  ) => `<ellipse cx="${x}" cy="226" rx="9" ry="5" fill="#fff"/><circle cx="${x}" cy="226" r="4.4" fill="#4a6b52"/>
<circle cx="${x}" cy="226" r="2" fill="#111"/><circle cx="${x + 1.5}" cy="224.5" r="1" fill="#fff"/>
<path d="M${x - 11} 213q11-8 22 0" stroke="#4b3022" stroke-width="3" fill="none"/><path d="M${x - 9} 224q9-8 18 0" stroke="#2c1c14" stroke-width="1.4" fill="none"/>`;
  return `<path d="M262 ${SIDE}q4-120 72-140h70q66 20 72 140z" fill="url(#shirt)"/>
<path d="M346 290h46v72q-23 26-46 0z" fill="#b57e5b"/><ellipse cx="369" cy="238" rx="57" ry="76" fill="url(#skin)"/>
<ellipse cx="338" cy="256" rx="17" ry="12" fill="url(#cheek)"/><ellipse cx="402" cy="256" rx="17" ry="12" fill="url(#cheek)"/>
${eye(347)}${eye(393)}<path d="M361 258q8 7 16 0" stroke="#9c6245" stroke-width="2" fill="none"/><ellipse cx="373" cy="248" rx="5" ry="12" fill="#f4d8c0" opacity="0.5"/>
<path d="M348 281q21-8 42 0-20 16-42 0z" fill="#b4524a"/><path d="M346 281q23 4 46 0" stroke="#7d322f" stroke-width="1.4" fill="none"/>
<path d="M312 232q-8-84 57-84t57 84q-10-46-40-54-40 18-74 54z" fill="#3b2618"/><g fill="none" stroke-width="1.1">${times(140, strand)}</g>`;
}

/** Letters as strokes on a grid of 4 × 6: no font of the machine takes part. */
const LETTERS: Readonly<Record<string, string>> = {
  O: 'M0 1L1 0H3L4 1V5L3 6H1L0 5Z',
  N: 'M0 6V0L4 6V0',
  E: 'M4 0H0V6H4M0 3H3',
  P: 'M0 6V0H3L4 1V2L3 3H0',
  A: 'M0 6L2 0L4 6M0.7 4H3.3',
  I: 'M2 0V6M1 0H3M1 6H3',
  R: 'M0 6V0H3L4 1V2L3 3H0M2 3L4 6',
  T: 'M0 0H4M2 0V6',
  S: 'M4 1L3 0H1L0 1V2L1 3H3L4 4V5L3 6H1L0 5',
  H: 'M0 0V6M4 0V6M0 3H4',
  M: 'M0 6V0L2 3L4 0V6',
  D: 'M0 0H3L4 1V5L3 6H0Z',
  L: 'M0 0V6H4',
};

function words(text: string, x: number, y: number, scale: number): string {
  const letters = Array.from(text, (letter, at) =>
    letter in LETTERS ? `<path d="${LETTERS[letter]}" transform="translate(${at * 5.6} 0)"/>` : '',
  );
  return `<g transform="translate(${x} ${y}) scale(${scale})" fill="none" stroke="#22303c" stroke-width="0.9">${letters.join('')}</g>`;
}

function sign(): string {
  const lines = [
    'THIS PHOTO IS HERE',
    'ONE TIME NO MORE',
    'SHARP AS IT HAS TO',
    'SEEN IN THE SMALL',
    'PRINT AT THE END',
  ];
  const small = times(5, (at) => words(lines[at]!, 146, 434 + 9 * at, 1.12 - 0.13 * at));
  return `<rect x="190" y="470" width="9" height="42" fill="#4a3a2c"/><rect x="134" y="392" width="138" height="88" rx="4" fill="#f4efdf" stroke="#3a3128" stroke-width="3"/>
${words('ONE PAIR', 146, 404, 2.7)}${small}`;
}
