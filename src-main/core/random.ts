import { AppError } from '@contract/result';
import { say } from '@contract/sentence';

/** Seeded random numbers. The whole state is four words, so a resumed run goes on exactly where it stopped. */
export interface Random {
  /** Uniform in [0,1), 32 bits. */
  next: () => number;
  /** Uniform whole number in [0, limit); `limit` is 1 to 2³². */
  integer: (limit: number) => number;
  /** Normal with mean 0 and standard deviation 1. */
  normal: () => number;
  /** A copy of the state, for `createRandom(seed, state)`. */
  state: () => Uint32Array;
}

const WORDS = 4;
const TWO_TO_32 = 2 ** 32;

/** xoshiro128** started from `seed` (a whole number, taken modulo 2³²), or from an earlier `state()`. */
export function createRandom(seed: number, state?: Uint32Array): Random {
  const words = state === undefined ? seedWords(seed) : restoredWords(state);

  const nextWord = (): number => {
    const [a, b, c, d] = [words[0]!, words[1]!, words[2]!, words[3]!];
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    words[0] = a ^ d ^ b;
    words[1] = b ^ c ^ a;
    words[2] = c ^ a ^ (b << 9);
    words[3] = rotateLeft(d ^ b, 11);
    return result;
  };
  const next = () => nextWord() / TWO_TO_32;

  return {
    next,
    integer: (limit) => Math.floor(next() * limit),
    // Box–Muller without its second value: a kept spare would be state outside the four words.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    state: () => words.slice(),
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** SplitMix32 spreads neighbouring seeds over unrelated states. */
function seedWords(seed: number): Uint32Array {
  if (!Number.isInteger(seed)) throw new AppError('bad-input', say('degrade.seed', { seed }));
  let counter = seed >>> 0;
  return Uint32Array.from({ length: WORDS }, () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  });
}

function restoredWords(state: Uint32Array): Uint32Array {
  if (state.length !== WORDS || state.every((word) => word === 0)) {
    throw new AppError('bad-input', say('training.randomDamaged'));
  }
  return state.slice();
}
