import { isAskedInVain } from '../disk/answering';

/** Ends this process. An ordinary end waits for the threads of its files, also for one whose disk never answers. */
export function endProcess(code: number, exit: (code: number) => unknown = (own) => process.exit(own)): void {
  if (isAskedInVain()) process.kill(process.pid, 'SIGKILL');
  exit(code);
}
