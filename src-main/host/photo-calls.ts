import { basename } from 'node:path';
import type { PhotosCalls } from '@contract/worker-calls';
import type { AnswerOf, ArgsOf, Supervisor } from '../processes/supervisor';
import { createLane, isCrash, setAside } from './photo-lane';

/** The photo that a call is about, as the registry knows it or by its path alone. */
export interface AboutPhoto {
  path: string;
  ref?: { name: string };
}

/** Calls to the process that opens photos, each about a photo that may hang it or end it. */
export interface PhotoCalls {
  /**
   * The answer. Where the process ends, or gives no answer in time and is ended, the call is made once more with nothing
   * beside it; a second end is told as the photo's (AppError 'crashed'). `size`: how many times as long as usual it may
   * take. The time is counted from the call, not from its turn: as long as a call that may take longer is under way and
   * in its time, nothing is ended.
   */
  call<C extends keyof PhotosCalls>(
    channel: C,
    args: ArgsOf<'photos', C>,
    about: AboutPhoto,
    size?: number,
  ): Promise<AnswerOf<'photos', C>>;
}

/** How many times as long as opening a photo of usual size each may take. */
const USUAL: Record<keyof PhotosCalls, number> = {
  ...{ 'photo.probe': 1, 'photo.derived': 1, 'photo.tile': 3 },
  ...{ 'photo.decode': 5, 'photo.keep': 5, 'photo.part': 5, 'photo.domainGap': 5, 'photo.restored': 5 },
  ...{ 'photo.convert': 10, 'photo.beside': 10, 'batch.outlook': 10 },
  // Whole pictures are registered and measured, tens of seconds a 10 megapixels.
  ...{
    'pair.turned': 10,
    'pair.check': 20,
    'pair.prepare': 20,
    'pair.degradation': 20,
    'pair.burst': 60,
    'pair.align': 20,
    'pair.middle': 10,
  },
  ...{ 'pair.degrade': 20, 'pair.recipe': 20, 'pair.sample': 20, 'compare.score': 20 },
  // Told with each call, by the size of the photo.
  ...{ 'batch.prepare': 1, 'batch.encode': 1 },
};

/** What a timer can wait for: told more, it does not wait at all. */
const MOST_MS = 2 ** 31 - 1;

export function createPhotoCalls(photos: Supervisor<'photos'>, patienceMs: number): PhotoCalls {
  const lane = createLane();
  /** Until when each call that is under way may take. */
  const underWay = new Set<{ allowedMs: number; untilMs: number }>();

  /** Ends the process where this call is late and none that may take longer is in its time. */
  const watched = async <T>(work: Promise<T>, allowedMs: number, onHang: () => void): Promise<T> => {
    const own = { allowedMs, untilMs: performance.now() + allowedMs };
    underWay.add(own);
    const timer = setInterval(
      () => {
        const now = performance.now();
        for (const other of underWay) if (other.allowedMs > allowedMs && other.untilMs > now) return;
        onHang();
        photos.kill();
      },
      Math.min(allowedMs, MOST_MS),
    );
    try {
      return await work;
    } finally {
      clearInterval(timer);
      underWay.delete(own);
    }
  };

  return {
    async call(channel, args, { path, ref }, size = USUAL[channel]) {
      let hung = false;
      const onHang = () => {
        hung = true;
      };
      try {
        return await lane(() => watched(photos.call(channel, args), patienceMs * Math.max(1, size), onHang));
      } catch (error) {
        throw isCrash(error) ? setAside(ref?.name ?? basename(path), hung) : error;
      }
    },
  };
}
