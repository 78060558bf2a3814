import { inEnglish } from '@contract/in-language';
import type { Sentence } from '@contract/sentence';

/** What the app behind the page says. Text is English already. */
export const fromHost = (said: Sentence | string): string => inEnglish(said);
