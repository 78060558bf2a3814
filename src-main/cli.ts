import { join } from 'node:path';
import { EXIT } from './cli/exit';
import { runCommandLine } from './cli/main';
import { endProcess } from './host/ending';
import { nodeCarrier } from './processes/node-carrier';

/** The command line: `onepair <verb> …`. Chunks lie in other folders, so paths are worked out here. */
// A reader that has seen enough (`| head`) is no failure worth a stack trace: what runs is cancelled, and leaves nothing.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', () => {
    if (!process.emit('SIGTERM')) process.exit(EXIT.nothingDone);
  });
const here = import.meta.dirname;
const code = await runCommandLine(process.argv.slice(2), {
  carrier: nodeCarrier(here),
  root: join(here, '..', '..'),
});
endProcess(code, () => (process.exitCode = code));
