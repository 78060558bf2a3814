import type { PhotosCalls } from '@contract/worker-calls';
import type { Handlers } from '../processes/serve';
import { listStudies, loadStudy, removeStudy } from '../store/study-store';

type StudyCalls = Pick<PhotosCalls, Extract<keyof PhotosCalls, `studies.${string}`>>;

/** The studies that are kept: read and removed where files are opened. */
export const studyHandlers: Handlers<StudyCalls> = {
  'studies.list': () => listStudies(),
  'studies.show': ({ id }) => loadStudy(id),
  'studies.remove': async ({ id }) => {
    await removeStudy(id);
    return null;
  },
};
