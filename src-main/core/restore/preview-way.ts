import type { TrainSettings } from '@contract/model-spec';
import { methods } from '../methods/registry';

/** How a part is restored for a preview: with the model's own averaging of mirror images or without, and how far patches lie apart. */
export interface PreviewWay {
  selfEnsemble: boolean;
  /** Absent: the method's own. */
  stride?: number;
}

export const EXACT: PreviewWay = { selfEnsemble: true };

/** The finest way that takes no longer than `seconds`, else the coarsest there is; `own` is how far the model's own patches lie apart. */
export function quickWay(
  settings: TrainSettings,
  own: number,
  seconds: number,
  expected: (way: PreviewWay) => number,
): PreviewWay {
  const coarser = methods[settings.method]
    .coarserStrides(settings, own)
    .map((stride) => ({ selfEnsemble: false, stride }));
  const ways: PreviewWay[] = [EXACT, { selfEnsemble: false }, ...coarser];
  return ways.find((way) => expected(way) <= seconds) ?? ways.at(-1)!;
}
