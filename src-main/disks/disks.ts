import type { DisksCalls } from '@contract/worker-calls';
import { fileAnswers } from '../disk/file-answers';
import { childPort } from '../processes/child-port';
import { serve } from '../processes/serve';

/** The process that asks what lies on disks that may never answer: such a question holds a thread, and an ordinary end waits for it. */
process.on('SIGINT', () => undefined);
const port = childPort();
port.onClose(() => process.kill(process.pid, 'SIGKILL'));
serve<DisksCalls>(port, {
  'disk.files': ({ paths, patienceMs }) => fileAnswers(paths, patienceMs),
});
