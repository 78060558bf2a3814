import { PREPARATIONS, type PairFinding, type Preparation, type Verdict } from '@contract/photo';
import { inEnglish } from '@contract/in-language';
import { choiceOf } from './arguments';

/** The steps that are left when --as-is names some: 'position,tone', or 'all'. */
export function stepsOf(asIs: string | undefined): Preparation[] {
  const kept = asIs?.split(',').map((name) => choiceOf('as-is', name.trim(), [...PREPARATIONS, 'all'])) ?? [];
  return PREPARATIONS.filter((step) => !kept.includes(step) && !kept.includes('all'));
}

/** A finding, and whether it was left as it is. */
export function findingInWords({ text, done, advice }: PairFinding): string {
  return done || advice === true ? inEnglish(text) : `${inEnglish(text)} Left as it is (--as-is).`;
}

/** What the check says, and how to answer it here. */
export function verdictInWords({ about, text }: Verdict): string {
  return about === 'swapped' ? `${inEnglish(text)} (--swap)` : inEnglish(text);
}
