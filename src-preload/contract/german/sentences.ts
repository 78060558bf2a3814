/** English sentences and their German. `{}` stands for what changes; in German `{1}` is the first of these. */
export type Sentences = Readonly<Record<string, string>>;
