import type { MethodName } from '@contract/model-spec';
import { say, type Sentence } from '@contract/sentence';
import type { StudyPart, StudyPictures } from '@contract/study';
import { toBase64 } from '@contract/wire-json';
import { crop } from '../image/crop';
import type { ImageF32 } from '../image/image';
import { centredIn, wholeOf } from '../image/middle';
import type { Material } from './materials';

/** Side in pixels of what a study shows of a picture: enough to see at 200 %. */
const SIDE = 96;

/** The middle of a picture as a result keeps it. */
export function shownPart(image: ImageF32): StudyPart {
  const { data, width, height, channels } = crop(image, centredIn(wholeOf(image), SIDE, SIDE));
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, index) => {
    const value = data[Math.floor(index / 3) * channels + (channels === 1 ? 0 : index % 3)]!;
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  });
  return { width, height, rgb: toBase64(rgb) };
}

/** A picture at few levels of what spoils it. */
export interface PartsByLevel {
  parts: { degraded: StudyPart; restored: StudyPart }[];
}

/** Degraded, restored by each method that is done, and clean: a row for each level that is shown. */
export function partsByLevel(
  picture: Material['name'],
  clean: ImageF32,
  done: readonly { item: MethodName; value: PartsByLevel }[],
  levels: readonly Sentence[],
): StudyPictures[] {
  const [first] = done;
  if (!first) return [];
  const sharp = shownPart(clean);
  return [
    {
      title: picture,
      columns: [say('study.degraded'), ...done.map(({ item }) => item), say('study.clean')],
      rows: levels.map((name, index) => ({
        name,
        parts: [first.value.parts[index]!.degraded, ...done.map(({ value }) => value.parts[index]!.restored), sharp],
      })),
    },
  ];
}

/** The first, the middle and the last of a row of values: as many as are shown. */
export function fewOf<T>(values: readonly T[]): T[] {
  return [...new Set([0, values.length >> 1, values.length - 1])].flatMap((index) => values.slice(index, index + 1));
}
