import { say, type Sentence } from '@contract/sentence';
import { applyTone, matchTone, type Tone } from '../degrade/tone';
import { channelPlane, joinPlanes, type Plane } from '../image/plane';

/** Two shots of one scene differ so much by chance; a larger difference is what went wrong, and is to be learned. */
const CHANCE = { gain: 0.15, level: 12 / 255 } as const;
/** Below this, in levels of 255, nothing is said. */
const TOLD_FROM = 0.2;

/**
 * The clean planes as bright as the degraded ones, channel by channel, where they differ by no more than two shots of one
 * scene do; and what was done, in words. Null notes: too little to be told.
 */
export function matchByChance(clean: Plane[], degraded: Plane[]): { planes: Plane[]; note: Sentence | null } {
  const picture = joinPlanes(clean);
  const tone = matchTone(picture, joinPlanes(degraded));
  const changes = clean.map(({ data }, channel) => changeOf(data, tone, channel));
  const largest = changes.reduce((most, change) => (Math.abs(change) > Math.abs(most) ? change : most), 0);
  const byChance = Math.abs(largest) <= CHANCE.level && tone.gain.every((gain) => Math.abs(gain - 1) <= CHANCE.gain);
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

/** How much brighter the tone makes a plane on average. */
function changeOf(data: Float32Array, { gain, offset }: Tone, channel: number): number {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return mean * gain[channel]! + offset[channel]! - mean;
}

const inLevels = (change: number) => Math.abs(change) * 255;
