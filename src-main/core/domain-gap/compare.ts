import type { DomainMeasures } from '@contract/domain-gap';
import type { DomainGap } from '@contract/photo';
import { say, type Sentence } from '@contract/sentence';

/** Doublings of noise (half a grey level is added to both, as rounding does) beyond which a photo is far. */
const NOISE_DOUBLINGS = 1.2;
const ROUNDING = 0.5;
/** Noise that is less by no more than this is not missed: levels of 255. */
const UNSEEN = 1;
/** Doublings of block borders beyond which a photo is far. */
const BLOCK_DOUBLINGS = 1.5;
const FAINT_BLOCKS = 0.5;
/**
 * Motifs differ in sharpness: equally blurred photos measure up to 1.1 px apart, so that much says nothing. Sharper ones
 * vary less. Of 35 photos as pairs of each other, softened by 1.6 px, sharp ones are found in 94 of 100 cases and equally
 * soft ones called sharper in 1; softened by 1 px, in 63 and 3.
 */
const BLUR = { widerPx: 1.2, widerShare: 0.6, narrowerPx: 0.4, narrowerShare: 0.35 } as const;

/** How near a photo is to the degraded picture of a training pair, with the reasons in words. Null: not measurable. */
export function compareDomains(photo: DomainMeasures | null, training: DomainMeasures | null | undefined): DomainGap {
  if (!training) return { level: 'unknown', sentence: say('match.unknownPair') };
  if (!photo) return { level: 'unknown', sentence: say('match.tooPlain') };
  const reasons = [noiseReason(photo, training), blurReason(photo, training), blockReason(photo, training)];
  const found = reasons.filter((reason) => reason !== null);
  if (found.length === 0) return { level: 'near', sentence: say('match.near') };
  return {
    level: 'far',
    sentence: say('match.far', { how: found }),
  };
}

function noiseReason({ noise }: DomainMeasures, training: DomainMeasures): Sentence | null {
  const doublings = Math.log2((noise + ROUNDING) / (training.noise + ROUNDING));
  if (Math.abs(doublings) < NOISE_DOUBLINGS || (doublings < 0 && training.noise - noise < UNSEEN)) return null;
  return say(doublings > 0 ? 'match.noisier' : 'match.lessNoisy', { here: noise, there: training.noise });
}

function blurReason({ blur }: DomainMeasures, training: DomainMeasures): Sentence | null {
  if (blur === null || training.blur === null) return null;
  const wider = blur - training.blur;
  const numbers = { here: blur, there: training.blur };
  if (wider > Math.max(BLUR.widerPx, BLUR.widerShare * training.blur)) return say('match.blurrier', numbers);
  const sharper = -wider > Math.max(BLUR.narrowerPx, BLUR.narrowerShare * training.blur);
  return sharper ? say('match.sharper', numbers) : null;
}

function blockReason({ blocks }: DomainMeasures, training: DomainMeasures): Sentence | null {
  const doublings = Math.log2((blocks + FAINT_BLOCKS) / (training.blocks + FAINT_BLOCKS));
  if (Math.abs(doublings) < BLOCK_DOUBLINGS) return null;
  return doublings > 0 ? say('match.moreCompressed') : say('match.lessCompressed');
}
