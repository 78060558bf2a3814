import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { StudyRequest, StudyResult } from '@contract/study';
import type { Output } from '../output';
import type { Session } from '../session';

/** The pictures of a study, by their paths; without `clean` they are drawn. */
export interface StudyPictures {
  clean: string | null;
  /** Where the pair is a real one: its degraded picture. */
  degraded?: string;
  tests: string[];
}

/** One experiment, as the Lab makes it: what is kept of it is not done again. Throws AppError, Interrupted. */
export async function runOneStudy(
  session: Session,
  request: StudyRequest,
  { clean, degraded, tests }: StudyPictures,
  output: Output,
): Promise<StudyResult> {
  const pair = clean !== null && {
    clean: await session.file(clean),
    ...(degraded === undefined ? {} : { degraded: await session.file(degraded) }),
  };
  const others: string[] = [];
  for (const path of tests) others.push(await session.file(path));
  const { study } = await session.run(
    () =>
      session.call('study.start', {
        ...request,
        ...(pair ? { pair } : {}),
        ...(others.length > 0 ? { tests: others } : {}),
      }),
    output,
  );
  const result = study === undefined ? null : await session.call('study.result', { id: study });
  if (!result) throw new AppError('internal', say('evaluate.noResult'));
  return result;
}
