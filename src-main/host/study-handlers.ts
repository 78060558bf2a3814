import type { JobBoard } from './jobs';
import type { ChannelHandlers } from './router';
import { newStudy, type StudyTools } from './study-runner';

type StudyHandlers = Pick<ChannelHandlers, Extract<keyof ChannelHandlers, `study.${string}`>>;

/** Starting studies, and reading what they found. */
export function studyHandlers(parts: StudyTools & { board: JobBoard }): StudyHandlers {
  const { photos } = parts.children;
  return {
    'study.start': (args) => ({ job: parts.board.add(newStudy(parts, args)) }),
    'study.list': () => photos.call('studies.list', {}),
    'study.result': ({ id }) => photos.call('studies.show', { id }),
    'study.remove': ({ id }) => photos.call('studies.remove', { id }),
  };
}
