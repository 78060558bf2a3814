import { scoresOf, type ModelSummary } from '@contract/model-card';

/** Where a model stands among those that were measured on the same squares of the same pair. */
export interface Standing {
  /** From 1; models that differ by less than can be seen share a place. */
  place: number;
  of: number;
  /** The rival to name: the best of the others. */
  rival: ModelSummary;
  /** Decibels more than the rival; negative where it is behind. */
  ahead: number;
}

/** Less than this is no difference. */
const ALIKE_DB = 0.05;
/** The same squares of the same pictures, give or take rounding. */
const SAME_DB = 0.005;

/** Null where nothing was measured, or no other model on the same squares. */
export function standing(model: ModelSummary, models: readonly ModelSummary[]): Standing | null {
  const own = scoreOf(model);
  const rivals = models.filter((one) => one.id !== model.id && sameSquares(one, model));
  const [first, ...others] = rivals;
  if (own === null || !first) return null;
  const rival = others.reduce((best, one) => (scoreOf(one)! > scoreOf(best)! ? one : best), first);
  const better = rivals.filter((one) => scoreOf(one)! - own >= ALIKE_DB);
  return { place: better.length + 1, of: rivals.length + 1, rival, ahead: own - scoreOf(rival)! };
}

/** Whether two models are told apart by what was measured. */
export const isAlike = ({ ahead }: Standing): boolean => Math.abs(ahead) < ALIKE_DB;

const scoreOf = ({ card: { facts } }: ModelSummary): number | null => scoresOf(facts).psnr;

/** Squares lie where the clean picture alone puts them; what the degraded photo scores there tells them and the pair. */
function sameSquares({ card: { facts: a } }: ModelSummary, { card: { facts: b } }: ModelSummary): boolean {
  const [one, other] = [scoresOf(a), scoresOf(b)];
  return (
    one.psnr !== null &&
    other.psnr !== null &&
    one.inputPsnr !== null &&
    other.inputPsnr !== null &&
    a.pairName === b.pairName &&
    a.heldOutSquares === b.heldOutSquares &&
    a.pictureWidth === b.pictureWidth &&
    a.pictureHeight === b.pictureHeight &&
    Math.abs(one.inputPsnr - other.inputPsnr) < SAME_DB
  );
}
