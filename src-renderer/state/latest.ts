/** Questions of one kind of which only the newest counts. */
export interface Latest {
  /** Begins a question; those before it are out of date. The function returned tells whether this one still counts. */
  begin(): () => boolean;
  /** Drops whatever is still asked. */
  drop(): void;
}

/**
 * Latest answer wins: `const counts = questions.begin(); const answer = await ask(); if (counts()) show(answer);`. An effect
 * that asks returns `questions.drop`: its next run, or the end of its component, makes the answer out of date.
 */
export function latest(): Latest {
  let newest = 0;
  return {
    begin: () => {
      const mine = ++newest;
      return () => mine === newest;
    },
    drop: () => {
      newest++;
    },
  };
}
