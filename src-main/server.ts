import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from '../package.json';
import { endProcess } from './host/ending';
import { createHost } from './host/host';
import { nodeCarrier } from './processes/node-carrier';
import { webServices } from './web/services';
import { startWeb } from './web/start';

/** The app as a page on this machine's own address, for machines that cannot open a window of Electron's. */
async function main(): Promise<void> {
  const parts = { carrier: nodeCarrier(import.meta.dirname), root: resolve(import.meta.dirname, '../..') };
  const host = createHost({
    ...parts,
    shell: webServices(version, homedir(), parts),
    log: console.error,
  });
  // A disk, not the temporary folder: that one may lie in memory, and uploads may be large.
  const folder = await host.scratchFolder();
  const linkFile = join(folder, 'open-onepair.html');
  const web = await startWeb({
    host,
    root: resolve(import.meta.dirname, '../renderer'),
    uploadsFolder: join(folder, 'uploads'),
    linkFile,
  });
  onEnd(async () => {
    await web.close();
    await host.close();
    await rm(folder, { recursive: true, force: true }); // where the photo process could not do it any more
  });
  console.log(`Onepair: ${web.link}`);
  console.log(`For another tab or browser, open ${linkFile}`);
}

/** Ends the server once, on Ctrl-C, when it is told to, or with the process that started it. */
function onEnd(close: () => Promise<void>): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(endProcess, 5_000, 1).unref(); // a child that does not end must not keep the server
    void close()
      .then(
        () => 0,
        () => 1,
      )
      .then((code) => {
        endProcess(code);
      });
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
  if (process.env['ONEPAIR_EXIT_WITH_PARENT'] === '1') process.stdin.resume().on('end', end).on('error', end);
}

main().catch((error: unknown) => {
  console.error(`Onepair could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
