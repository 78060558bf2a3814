import { jobs } from './jobs';
import { models } from './models';
import { pair } from './pair';
import { photos } from './photos';
import { shell } from './shell';
import type { Sentences } from './sentences';
import { studies } from './studies';
import { training } from './training';

export const SENTENCES: Sentences = { ...jobs, ...pair, ...training, ...photos, ...models, ...studies, ...shell };

const HOLE = '{}';

/** The wordiest first: what leaves least open is meant. */
const TEMPLATES = Object.entries(SENTENCES)
  .filter(([english]) => english.includes(HOLE))
  .sort(([a], [b]) => fixedLength(b) - fixedLength(a))
  .map(([english, german]) => ({ pattern: patternOf(english), german }));

/**
 * What the app behind the page says, in German: as a whole, else sentence by sentence. What stands in a hole may be a
 * phrase of the table itself; names and what the table does not know stay as they are, a number gets its comma.
 */
export function inGerman(said: string): string {
  if (/^-?\d+\.\d+( \S+)?$/.test(said)) return said.replace('.', ',');
  const translated = sentencesOf(said).map((one) => whole(one) ?? one);
  return whole(said) ?? translated.join(' ');
}

export const sentencesOf = (said: string): string[] => said.split(/(?<=[.!?]) (?=[\p{Lu}“])/u);

function whole(said: string): string | undefined {
  if (Object.hasOwn(SENTENCES, said)) return SENTENCES[said];
  for (const { pattern, german } of TEMPLATES) {
    const holes = pattern.exec(said)?.slice(1);
    if (holes) return german.replaceAll(/\{(\d)\}/g, (_, place: string) => inGerman(holes[Number(place) - 1]!));
  }
  return undefined;
}

function fixedLength(english: string): number {
  return english.replaceAll(HOLE, '').length;
}

function patternOf(english: string): RegExp {
  const fixed = english.split(HOLE).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${fixed.join('(.+?)')}$`, 's');
}
