import kernelBytes from './assembly/index.ts?assembly';
import { MOST_BLOCKS, rowsOf, type Band, type BandWork, type Filtering, type RunBands, type Sampling } from './bands';
import { BLOCK, BLOCK_AREA } from './dct';
import { opponentRows } from './opponent';
import { CURVE_STARTS, shrinkageLength } from './shrinkage';

/** What assembly/index.ts exports. */
interface Exports {
  memory: WebAssembly.Memory;
  freeAt(): number;
  setWalk(width: number, rows: number, channels: number, step: number, radius: number, most: number): void;
  setPictures(noisy: number, guide: number, truth: number, matched: number, leftOut: number): void;
  setResults(sums: number, weights: number, curves: number, products: number, squares: number): void;
  levelsAt(): number;
  deviationsAt(): number;
  covariancesAt(): number;
  opponentRowsAt(): number;
  curveStartsAt(): number;
  limitsAt(): number;
  windowAt(): number;
  filterBand(firstX: number, lastX: number, firstY: number, lastY: number): void;
  sampleBand(firstX: number, lastX: number, firstY: number, lastY: number): void;
}

const PAGE = 1 << 16;
/** Vectors are read as a whole where a plane ends. */
const SLACK = 128;
/** Where a band has no such picture. */
const NONE = 0;

/** Blocks count more in their middle: a Kaiser window (β = 2), as in BM3D. */
const WINDOW = kaiser(2);

/** Filters bands in WebAssembly, in memory of its own that holds no more of a picture than one band needs. */
export class BandKernel {
  readonly #wasm: Exports;
  #end = 0;

  constructor() {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(kernelBytes));
    this.#wasm = instance.exports as unknown as Exports;
    this.#put(this.#wasm.windowAt(), WINDOW);
    this.#put(this.#wasm.curveStartsAt(), CURVE_STARTS);
  }

  run(work: BandWork, band: Band): void {
    const wasm = this.#wasm;
    const { width, noisy, walk, columns, result } = work;
    const [top, end] = rowsOf(work, band);
    this.#end = Math.ceil(wasm.freeAt() / SLACK) * SLACK;
    this.#putLaw(work);
    const lines = (plane: Float32Array) => plane.subarray(top * width, end * width);
    const place = (planes: readonly Float32Array[] | undefined) => (planes ? this.#place(planes.map(lines)) : NONE);
    const pictures = [place(noisy), place(work.guide), place('truth' in result ? result.truth : undefined)] as const;
    const leftOut =
      'truth' in result && result.leftOut ? this.#place([result.leftOut.subarray(top * width, end * width)]) : NONE;
    wasm.setWalk(width, end - top, noisy.length, walk.step, walk.radius, Math.min(walk.most, MOST_BLOCKS));
    wasm.setPictures(...pictures, place([work.matched]), leftOut);
    const references = [...columns, band.first - top, band.last - top] as const;
    if ('truth' in result) this.#sample(result, noisy.length, band, references);
    else this.#filter(result, lines, references);
  }

  #filter(
    { curves, sums, weights }: Filtering,
    lines: (plane: Float32Array) => Float32Array,
    references: References,
  ): void {
    const wasm = this.#wasm;
    const [to, into] = [sums.map(lines), weights.map(lines)];
    const [sumsAt, weightsAt] = [this.#place(to), this.#place(into)];
    wasm.setResults(sumsAt, weightsAt, this.#place([curves]), NONE, NONE);
    wasm.filterBand(...references);
    this.#take(sumsAt, to);
    this.#take(weightsAt, into);
  }

  #sample({ fits }: Sampling, channels: number, { index }: Band, references: References): void {
    const length = shrinkageLength(channels);
    const [products, squares] = [2 * index, 2 * index + 1].map((at) => fits.subarray(at * length, (at + 1) * length));
    const [productsAt, squaresAt] = [this.#place([products!]), this.#place([squares!])];
    this.#wasm.setResults(NONE, NONE, NONE, productsAt, squaresAt);
    this.#wasm.sampleBand(...references);
    this.#take(productsAt, [products!]);
    this.#take(squaresAt, [squares!]);
  }

  #putLaw({ law, limits }: BandWork): void {
    const wasm = this.#wasm;
    this.#put(wasm.levelsAt(), law.levels);
    this.#put(wasm.deviationsAt(), law.deviations);
    // The kernel's blocks lie turned.
    this.#put(
      wasm.covariancesAt(),
      law.covariances.map((_, at) => law.covariances[at - (at % BLOCK_AREA) + turned(at % BLOCK_AREA)]!),
    );
    this.#put(wasm.opponentRowsAt(), Float32Array.from(opponentRows(law.channels).flat()));
    this.#put(wasm.limitsAt(), Float32Array.from(limits));
  }

  /** Copies arrays of one length one after the other to where memory is free. Returns where. */
  #place(arrays: readonly Numbers[]): number {
    const at = this.#end;
    const bytes = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.#end = Math.ceil((at + bytes + SLACK) / SLACK) * SLACK;
    const { memory } = this.#wasm;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    let to = at;
    for (const array of arrays) {
      this.#put(to, array);
      to += array.byteLength;
    }
    return at;
  }

  #put(at: number, array: Numbers): void {
    const memory = new Uint8Array(this.#wasm.memory.buffer, at, array.byteLength);
    memory.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }

  #take(at: number, arrays: readonly Numbers[]): void {
    let from = at;
    for (const { buffer, byteOffset, byteLength } of arrays) {
      const memory = new Uint8Array(this.#wasm.memory.buffer, from, byteLength);
      new Uint8Array(buffer, byteOffset, byteLength).set(memory);
      from += byteLength;
    }
  }
}

type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;
type References = readonly [firstX: number, lastX: number, firstY: number, lastY: number];

/** Where the value of a block's place lies once rows are columns. */
const turned = (at: number) => (at % BLOCK) * BLOCK + Math.floor(at / BLOCK);

let own: BandKernel | undefined;

/** Does one band with the kernel of this thread, made when it is first needed. */
export function doBand(work: BandWork, band: Band): void {
  own ??= new BandKernel();
  own.run(work, band);
}

export const doBandsInThisThread: RunBands = (work, bands) => {
  for (const band of bands) doBand(work, band);
};

let runBands = doBandsInThisThread;

/** Has bands done otherwise: with several threads, where there are any. */
export function doBandsWith(run: RunBands): void {
  runBands = run;
}

/** Does all bands of a pass: first every second one, then those in between, so that no two that are done together touch. */
export function doBands(work: BandWork, bands: readonly Band[]): void {
  for (const odd of [0, 1])
    runBands(
      work,
      bands.filter(({ index }) => index % 2 === odd),
    );
}

/** [64] */
function kaiser(beta: number): Float32Array {
  const bessel = (x: number) => {
    let [term, sum] = [1, 1];
    for (let k = 1; k < 20; k++) sum += term *= (x / 2 / k) ** 2;
    return sum;
  };
  const line = Array.from({ length: BLOCK }, (_, i) => bessel(beta * Math.sqrt(1 - ((2 * i) / (BLOCK - 1) - 1) ** 2)));
  return Float32Array.from(
    { length: BLOCK_AREA },
    (_, i) => (line[Math.floor(i / BLOCK)]! * line[i % BLOCK]!) / bessel(beta) ** 2,
  );
}
