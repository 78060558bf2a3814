import type { JobBoard } from './jobs';
import type { ChannelHandlers } from './router';
import { newStudy, type StudyTools } from './study-runner';

type StudyHandlers = Pick<ChannelHandlers, Extract<keyof ChannelHandlers, `study.${string}`>>;

/** Starting studies, and reading what they found. */
export function studyHandlers(parts: StudyTools & { board: JobBoard }): StudyHandlers {
  const { studies } = parts.store;
  return {
    'study.start': (args) => ({ job: parts.board.add(newStudy(parts, args)) }),
    'study.list': () => studies.list(),
    'study.result': ({ id }) => studies.load(id),
    'study.remove': async ({ id }) => {
      await studies.remove(id);
      return null;
    },
  };
}
