import { say, type Sentence } from '@contract/sentence';
import { applyTone, matchTone, toneBy } from '../degrade/tone';
import { channelPlane, joinPlanes, type Plane } from '../image/plane';

/** Below this, in levels of 255, nothing is said. */
const TOLD_FROM = 0.2;

/**
 * The clean planes as bright as the degraded ones, channel by channel, where they differ by no more than two shots of one
 * scene do; and what was done, in words. Null notes: too little to be told.
 */
export function matchByChance(clean: Plane[], degraded: Plane[]): { planes: Plane[]; note: Sentence | null } {
  const picture = joinPlanes(clean);
  const tone = matchTone(picture, joinPlanes(degraded));
  const { largest, byChance } = toneBy(picture, tone);
  if (!byChance)
    return {
      planes: clean,
      note: say('training.exposureLearned', { levels: inLevels(largest) }),
    };
  const matched = applyTone(picture, tone);
  return {
    planes: clean.map((_, channel) => channelPlane(matched, channel)),
    note: Math.abs(largest) * 255 < TOLD_FROM ? null : say('training.exposureMatched', { levels: inLevels(largest) }),
  };
}

const inLevels = (change: number) => Math.abs(change) * 255;
