import { isFrame, standsAlone } from './jpeg-segments';

/**
 * Follows the entropy-coded data of a JPEG (ITU T.81, baseline and progressive Huffman) without decoding pixels. Decoders
 * fill what they cannot read with grey or with shifted blocks and tell nobody; here it is counted.
 */
export interface JpegDamage {
  /** Share of the picture, 0–1, that may be wrong: what follows the first fault, as far as no restart marker mends it. */
  share: number;
}

interface Component {
  id: number;
  across: number;
  down: number;
  /** Blocks of the component itself, and with those that fill up the last units. */
  blocks: { width: number; height: number };
  paddedWidth: number;
  /** The number of its quantization table, and that table's step of means (0: not known). */
  table: number;
  step: number;
  /** Of the last block, in such steps. */
  mean: number;
  dc: Huffman | null;
  ac: Huffman | null;
  /** Which of a block's 64 coefficients are known to be not zero, as two words a block (progressive only). */
  known: Uint32Array;
  /** Of each coefficient how many low bits have not come yet; ABSENT: nothing of it has. */
  left: Uint8Array;
}

interface Frame {
  isProgressive: boolean;
  components: Component[];
  /** Units of an interleaved scan. */
  units: { width: number; height: number };
}

interface Huffman {
  /** By the next 9 bits: length × 256 + symbol, 0 for longer codes. */
  quick: Uint16Array;
  /** By length: the largest code, and what is added to a code to find its symbol. */
  largest: Int32Array;
  offset: Int32Array;
  symbols: Uint8Array;
}

interface Scan {
  components: Component[];
  first: number;
  last: number;
  isRefinement: boolean;
  /** Low bits that a later scan brings. */
  left: number;
}

const ABSENT = 255;
const QUICK_BITS = 9;
/** Sound encoders leave at most one byte too many. */
const MOST_FILLING = 1;
/** So many zero bytes at the end are no picture. */
const FEWEST_ZEROS = 16;
/** Positions in the data are noted every so many units. */
const NOTED_EVERY = 8;

/** The last frame that is followed; lossless and arithmetic ones make some picture of whatever they hold. */
const PROGRESSIVE = 0xc2;
/** A block's mean as it is coded lies within ±1024 (T.81, A.3.3); encoders that sharpen edges go a quarter beyond. */
const MOST_MEAN = 1536;

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** What is wrong with the scans of a JPEG file; null where nothing is, 'unseen' where it is coded so that nobody can tell. */
export function jpegDamage(file: Uint8Array): JpegDamage | 'unseen' | null {
  const tables = new Map<number, Huffman>();
  const steps = new Map<number, number>();
  let frame: Frame | null = null;
  let interval = 0;
  let share = 0;
  for (let at = 2; at + 4 <= file.length;) {
    if (file[at] !== 0xff) {
      at += 1;
      continue;
    }
    const marker = file[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) break;
    if (standsAlone(marker)) {
      at += 2;
      continue;
    }
    const length = file[at + 2]! * 256 + file[at + 3]!;
    const body = file.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (isFrame(marker)) {
      frame = marker > PROGRESSIVE ? null : frameOf(body, marker === PROGRESSIVE);
      if (frame === null) return 'unseen';
    } else if (marker === 0xc4) readTables(body, tables);
    else if (marker === 0xdb) readSteps(body, steps);
    else if (marker === 0xdd) interval = body.length < 2 ? 0 : body[0]! * 256 + body[1]!;
    else if (marker === 0xda) {
      const scan = frame === null ? null : scanOf(body, frame, tables, steps);
      if (scan === null) return 'unseen';
      const followed = new ScanFollower(file, at, scan, frame!, interval).follow();
      share = Math.max(share, followed.share);
      at = followed.end;
      for (const { left } of scan.components) {
        if (frame!.isProgressive) left.fill(scan.left, scan.first, scan.last + 1);
        else left.fill(0);
      }
    }
  }
  // Cut between two scans and ended again: the whole picture is coarser than it was, or lacks a colour.
  if (frame?.components.some(({ left }) => left.some((bits) => bits > 0)) === true) share = 1;
  return share > 0 ? { share } : null;
}

function frameOf(body: Uint8Array, isProgressive: boolean): Frame | null {
  const [precision, height, width, count] = [body[0], body[1]! * 256 + body[2]!, body[3]! * 256 + body[4]!, body[5]!];
  if (body.length < 6 + 3 * count || precision !== 8 || height === 0 || width === 0) return null;
  const factors = Array.from({ length: count }, (_, i) => ({
    id: body[6 + 3 * i]!,
    table: body[8 + 3 * i]!,
    across: body[7 + 3 * i]! >> 4,
    down: body[7 + 3 * i]! & 15,
  }));
  if (factors.some(({ across, down }) => across < 1 || across > 4 || down < 1 || down > 4)) return null;
  const [mostAcross, mostDown] = [
    Math.max(...factors.map(({ across }) => across)),
    Math.max(...factors.map(({ down }) => down)),
  ];
  const units = { width: Math.ceil(width / (8 * mostAcross)), height: Math.ceil(height / (8 * mostDown)) };
  const components = factors.map(({ id, table, across, down }): Component => {
    const paddedWidth = units.width * across;
    return {
      id,
      across,
      down,
      blocks: {
        width: Math.ceil(Math.ceil((width * across) / mostAcross) / 8),
        height: Math.ceil(Math.ceil((height * down) / mostDown) / 8),
      },
      paddedWidth,
      table,
      step: 0,
      mean: 0,
      dc: null,
      ac: null,
      known: new Uint32Array(isProgressive ? 2 * paddedWidth * units.height * down : 0),
      left: new Uint8Array(64).fill(ABSENT),
    };
  });
  return { isProgressive, components, units };
}

function readTables(body: Uint8Array, tables: Map<number, Huffman>): void {
  for (let at = 0; at + 17 <= body.length;) {
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    tables.set(body[at]!, huffmanOf(counts, body.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

function huffmanOf(counts: Uint8Array, symbols: Uint8Array): Huffman {
  const quick = new Uint16Array(1 << QUICK_BITS);
  const largest = new Int32Array(18).fill(-1);
  const offset = new Int32Array(18);
  let code = 0;
  let index = 0;
  for (let bits = 1; bits <= 16; bits += 1) {
    offset[bits] = index - code;
    for (let i = 0; i < counts[bits - 1]!; i += 1) {
      if (bits <= QUICK_BITS) {
        const from = code << (QUICK_BITS - bits);
        quick.fill(bits * 256 + symbols[index]!, from, from + (1 << (QUICK_BITS - bits)));
      }
      code += 1;
      index += 1;
    }
    if (counts[bits - 1]! > 0) largest[bits] = code - 1;
    code <<= 1;
  }
  return { quick, largest, offset, symbols };
}

/** Of each quantization table the first step: that of a block's mean. */
function readSteps(body: Uint8Array, steps: Map<number, number>): void {
  for (let at = 0; at + 65 <= body.length;) {
    const isDeep = body[at]! >> 4 !== 0;
    steps.set(body[at]! & 15, isDeep ? body[at + 1]! * 256 + body[at + 2]! : body[at + 1]!);
    at += isDeep ? 129 : 65;
  }
}

function scanOf(body: Uint8Array, frame: Frame, tables: Map<number, Huffman>, steps: Map<number, number>): Scan | null {
  const count = body[0] ?? 0;
  if (count < 1 || body.length < 4 + 2 * count) return null;
  const components: Component[] = [];
  for (let i = 0; i < count; i += 1) {
    const component = frame.components.find(({ id }) => id === body[1 + 2 * i]);
    if (component === undefined) return null;
    const choice = body[2 + 2 * i]!;
    component.dc = tables.get(choice >> 4) ?? null;
    component.ac = tables.get(0x10 | (choice & 15)) ?? null;
    component.step = steps.get(component.table) ?? 0;
    component.mean = 0;
    components.push(component);
  }
  const [first, last, bits] = [body[1 + 2 * count]!, body[2 + 2 * count]!, body[3 + 2 * count]!];
  if (first > last || last > 63) return null;
  return { components, first, last, isRefinement: bits >> 4 !== 0, left: bits & 15 };
}

/** The bits of one scan, unit by unit. A fault is a code that does not exist, or data that end too early or too late. */
class ScanFollower {
  private held = 0;
  private count = 0;
  /** How many of the held bits lie behind the end of the data, and how many of those were taken. */
  private padding = 0;
  private missing = 0;
  private endOfBand = 0;
  private readonly noted: number[] = [];

  constructor(
    private readonly file: Uint8Array,
    private at: number,
    private readonly scan: Scan,
    private readonly frame: Frame,
    private readonly interval: number,
  ) {}

  follow(): { share: number; end: number } {
    const { components } = this.scan;
    const alone = components.length === 1 ? components[0]!.blocks : this.frame.units;
    const total = alone.width * alone.height;
    const start = this.at;
    let wrong = 0;
    let unit = 0;
    while (unit < total) {
      const end = this.interval === 0 ? total : Math.min(total, unit + this.interval);
      for (; unit < end; unit += 1) {
        if (unit % NOTED_EVERY === 0) this.noted.push(this.position);
        if (!this.followUnit(unit, alone.width) || this.missing > 0) break;
      }
      wrong += end - unit;
      const isDamaged = unit < end;
      unit = end;
      if (unit >= total) break;
      const skipped = this.restart(isDamaged, unit / this.interval);
      if (skipped === null) {
        wrong += total - unit;
        break;
      }
      const lost = Math.min(total - unit, skipped * this.interval);
      wrong += lost;
      unit += lost;
    }
    const end = this.nextMarker(this.position);
    const tooMany = end - this.position;
    const zeros = this.zerosBefore(start, end);
    // Zeros are codes as well: the fault is where they begin. Without them nobody can tell where it is.
    if (wrong > 0 || tooMany > MOST_FILLING) {
      wrong = zeros === null ? wrong || total : Math.max(wrong, 1, total - this.unitAt(zeros));
    }
    return { share: wrong / total, end };
  }

  /** Where the first byte lies of which no bit was taken. */
  private get position(): number {
    const { file } = this;
    let at = this.at;
    for (let bytes = Math.max(0, this.count - this.padding) >> 3; bytes > 0; bytes -= 1) {
      at -= file[at - 1] === 0 && file[at - 2] === 0xff ? 2 : 1;
    }
    return at;
  }

  /** Goes on behind the next restart marker: how many intervals were skipped; null where there is no such marker. */
  private restart(isDamaged: boolean, done: number): number | null {
    const from = this.position;
    const marker = this.nextMarker(from);
    if (!isRestart(this.file[marker + 1] ?? 0)) return null;
    const skipped = (this.file[marker + 1]! - 0xd0 - ((done - 1) & 7)) & 7;
    this.at = marker + 2;
    [this.held, this.count, this.padding, this.missing, this.endOfBand] = [0, 0, 0, 0, 0];
    for (const component of this.scan.components) component.mean = 0;
    const isOrdinary = marker - from <= MOST_FILLING || isDamaged;
    return isOrdinary ? skipped : skipped + 1;
  }

  private nextMarker(from: number): number {
    const { file } = this;
    for (let at = Math.max(0, from); at + 1 < file.length; at += 1) {
      if (file[at] === 0xff && file[at + 1] !== 0 && file[at + 1] !== 0xff) return at;
    }
    return file.length;
  }

  /** Where the zero bytes begin that end the data; null where there are none. */
  private zerosBefore(start: number, end: number): number | null {
    let at = end;
    while (at > start && this.file[at - 1] === 0) at -= 1;
    return end - at >= FEWEST_ZEROS ? at : null;
  }

  private unitAt(position: number): number {
    const index = this.noted.findIndex((noted) => noted >= position);
    return (index === -1 ? this.noted.length : index) * NOTED_EVERY;
  }

  private followUnit(unit: number, width: number): boolean {
    const { components } = this.scan;
    const row = Math.floor(unit / width);
    const column = unit - row * width;
    if (components.length === 1) {
      return this.followBlock(components[0]!, row * components[0]!.paddedWidth + column);
    }
    for (const component of components) {
      for (let y = 0; y < component.down; y += 1) {
        for (let x = 0; x < component.across; x += 1) {
          const block = (row * component.down + y) * component.paddedWidth + column * component.across + x;
          if (!this.followBlock(component, block)) return false;
        }
      }
    }
    return true;
  }

  private followBlock(component: Component, block: number): boolean {
    const { first, last, isRefinement } = this.scan;
    if (!this.frame.isProgressive) return this.dc(component) && this.bands(component, 1, 63);
    if (first === 0) {
      if (!isRefinement) return this.dc(component);
      this.bits(1);
      return true;
    }
    return isRefinement ? this.refine(component, block) : this.bands(component, first, last, block);
  }

  private dc(component: Component): boolean {
    const size = this.symbol(component.dc);
    if (size < 0 || size > 16) return false;
    const bits = this.bits(size);
    // T.81, F.2.2.1: the smaller half of the values of a size is negative.
    component.mean += size > 0 && bits >> (size - 1) === 0 ? bits + 1 - (1 << size) : bits;
    return Math.abs(component.mean) * 2 ** this.scan.left * component.step <= MOST_MEAN + component.step;
  }

  /** The coefficients of a block from `first` to `last`; a progressive scan notes which of them are not zero. */
  private bands(component: Component, first: number, last: number, block = -1): boolean {
    if (this.endOfBand > 0) {
      this.endOfBand -= 1;
      return true;
    }
    for (let k = first; k <= last; k += 1) {
      const symbol = this.symbol(component.ac);
      if (symbol < 0) return false;
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        if (block >= 0) this.endOfBand = (1 << run) + this.bits(run) - 1;
        return block >= 0 || run === 0;
      }
      k += run;
      if (k > last) return false;
      if (size === 0) continue;
      this.bits(size);
      if (block >= 0) setKnown(component, block, k);
    }
    return true;
  }

  private refine(component: Component, block: number): boolean {
    const { first, last } = this.scan;
    let k = first;
    for (; k <= last && this.endOfBand === 0; k += 1) {
      const symbol = this.symbol(component.ac);
      if (symbol < 0) return false;
      let run = symbol >> 4;
      const size = symbol & 15;
      if (size > 1) return false;
      if (size === 0 && run < 15) {
        this.endOfBand = (1 << run) + this.bits(run);
        break;
      }
      if (size === 1) this.bits(1);
      for (; k <= last; k += 1) {
        if (isKnown(component, block, k)) this.bits(1);
        else if (run === 0) break;
        else run -= 1;
      }
      if (size === 1 && k > last) return false;
      if (size === 1) setKnown(component, block, k);
    }
    if (this.endOfBand > 0) {
      for (; k <= last; k += 1) if (isKnown(component, block, k)) this.bits(1);
      this.endOfBand -= 1;
    }
    return true;
  }

  /** The next symbol; -1 where the bits are no code. */
  private symbol(table: Huffman | null): number {
    if (table === null) return -1;
    if (this.count < 16) this.fill();
    const entry = table.quick[(this.held >>> (this.count - QUICK_BITS)) & ((1 << QUICK_BITS) - 1)]!;
    if (entry !== 0) {
      this.take(entry >> 8);
      return entry & 255;
    }
    for (let bits = QUICK_BITS + 1; bits <= 16; bits += 1) {
      const code = (this.held >>> (this.count - bits)) & ((1 << bits) - 1);
      if (code > table.largest[bits]!) continue;
      this.take(bits);
      return table.symbols[code + table.offset[bits]!] ?? -1;
    }
    return -1;
  }

  private bits(count: number): number {
    if (count === 0) return 0;
    if (this.count < count) this.fill();
    const value = (this.held >>> (this.count - count)) & ((1 << count) - 1);
    this.take(count);
    return value;
  }

  private take(count: number): void {
    this.count -= count;
    if (this.padding > this.count) this.missing = this.padding - this.count;
  }

  /** Holds at least 16 bits; behind the end of the data they are zero. */
  private fill(): void {
    const { file } = this;
    while (this.count <= 16) {
      const byte = file[this.at];
      const isEnd = byte === undefined || (byte === 0xff && file[this.at + 1] !== 0);
      if (isEnd) this.padding += 8;
      else this.at += byte === 0xff ? 2 : 1;
      this.held = ((this.held << 8) | (isEnd ? 0 : byte)) >>> 0;
      this.count += 8;
    }
  }
}

function setKnown({ known }: Component, block: number, k: number): void {
  known[2 * block + (k >> 5)]! |= 1 << (k & 31);
}

const isKnown = ({ known }: Component, block: number, k: number): boolean =>
  ((known[2 * block + (k >> 5)]! >>> (k & 31)) & 1) === 1;
