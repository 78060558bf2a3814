import { inEnglish } from '@contract/in-language';

/** What the app behind the page says. */
export const fromHost = inEnglish;
