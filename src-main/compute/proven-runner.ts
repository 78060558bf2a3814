import { createHash } from 'node:crypto';
import type { GraphRunner, GraphSession } from '../core/onnx/session';

/** How far values may lie from the reference's, in units of the pixels' range. */
const TOLERANCE = 1e-3;

/** Why the reference runs a graph after all. */
export type Fault = { kind: 'wrong'; by: number } | { kind: 'failed'; why: string };

/** What is known of a processor. */
export interface Experience {
  /** Graphs that gave what the reference gives. */
  proven: Set<string>;
  /** Graphs that did not. */
  wrong: Map<string, Fault>;
  /** Set with the first run that failed: nothing is asked of it any more. */
  broken: Fault | null;
}

export const noExperience = (): Experience => ({ proven: new Set(), wrong: new Map(), broken: null });

/**
 * Runs graphs on `fast`, as long as that gives what `reference` gives: the first run of every graph is done by both, within
 * `trial`. A graph with other values, and everything after a run that failed, is the reference's; `onFault` hears why.
 */
export function provenRunner(
  fast: GraphRunner,
  reference: GraphRunner,
  experience: Experience,
  trial: <T>(work: () => Promise<T>) => Promise<T>,
  onFault: (fault: Fault) => void,
): GraphRunner {
  return {
    async open(graph) {
      const id = createHash('sha256').update(graph).digest('hex');
      const faultNow = () => experience.broken ?? experience.wrong.get(id) ?? null;
      const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
        try {
          return await (experience.proven.has(id) ? work() : trial(work));
        } catch (error) {
          experience.broken = { kind: 'failed', why: firstLine(error) };
          return null;
        }
      };
      let session: GraphSession | null = null;
      let isReference = false;
      const fallBack = async (fault: Fault): Promise<GraphSession> => {
        session?.release();
        session = await reference.open(graph);
        isReference = true;
        onFault(fault);
        return session;
      };
      const before = faultNow();
      session = before ? null : await attempt(() => fast.open(graph));
      if (!session) await fallBack(before ?? experience.broken!);
      return {
        async run(values, shape) {
          const own = session!;
          if (isReference) return own.run(values, shape);
          const known = faultNow();
          const result = known ? null : await attempt(() => own.run(values, shape));
          if (!result) return (await fallBack(known ?? experience.broken!)).run(values, shape);
          if (experience.proven.has(id)) return result;
          const judge = await reference.open(graph);
          const expected = await judge.run(values, shape);
          judge.release();
          const by = largestDifference(result, expected);
          if (by <= TOLERANCE) {
            experience.proven.add(id);
            return result;
          }
          const fault: Fault = { kind: 'wrong', by };
          experience.wrong.set(id, fault);
          await fallBack(fault);
          return expected;
        },
        release: () => session?.release(),
      };
    },
  };
}

/** In units of the pixels' range, or of the largest value where that is left; infinite where a value is none. */
function largestDifference(values: Float32Array, expected: Float32Array): number {
  let [range, most] = [1, values.length === expected.length ? 0 : Infinity];
  for (const [index, value] of expected.entries()) {
    const difference = Math.abs(value - values[index]!);
    range = Math.max(range, Math.abs(value));
    most = Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }
  return most / range;
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
