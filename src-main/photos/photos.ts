import { batchHandlers } from './batch-handlers';
import { childPort } from '../processes/child-port';
import { previewHandlers } from './preview-handlers';
import { pairHandlers } from './pair-handlers';
import { photoHandlers } from './photo-handlers';
import { serve } from '../processes/serve';
import type { PhotosCalls } from '@contract/worker-calls';

/** The process of everything that is decoded and encoded: photos and pairs. It keeps nothing; killing it costs one photo. */
// Ctrl-C reaches the whole group of a terminal; the host decides what it means.
process.on('SIGINT', () => undefined);
const port = childPort();
port.onClose(() => process.exit(0));
serve<PhotosCalls>(port, {
  ...photoHandlers,
  ...batchHandlers,
  ...previewHandlers,
  ...pairHandlers,
});
