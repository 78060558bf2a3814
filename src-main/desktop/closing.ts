import type { MessageBoxOptions } from 'electron';
import type { JobSnapshot } from '@contract/job';
import { say, type Sentence } from '@contract/sentence';
import type { Host } from '../host/host';
import type { Worded } from './language';

export interface ClosingWindow {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  destroy(): void;
}

type Ask = (options: MessageBoxOptions) => Promise<{ response: number }>;

const KEEP_RUNNING = 0;

/** Closing the window ends the app and with it what runs: the user is asked first, and told what is kept. */
export function askBeforeClosing(
  window: ClosingWindow,
  host: Pick<Host, 'call'>,
  language: () => Promise<Worded>,
  ask: Ask,
): void {
  let isAsking = false;
  window.on('close', (event) => {
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void mayClose(host, language, ask).then((isAllowed) => {
      isAsking = false;
      if (isAllowed) window.destroy();
    });
  });
}

async function mayClose(host: Pick<Host, 'call'>, language: () => Promise<Worded>, ask: Ask): Promise<boolean> {
  const result = await host.call('jobs.list', {});
  // A host that cannot answer runs nothing worth asking for.
  const question = result.ok ? closingQuestion(result.value as JobSnapshot[], await language()) : null;
  if (question === null) return true;
  const { response } = await ask(question);
  return response !== KEEP_RUNNING;
}

/** What to ask before these jobs are ended, or null where none is under way. */
export function closingQuestion(jobs: readonly JobSnapshot[], worded: Worded): MessageBoxOptions | null {
  const underWay = jobs.filter((job) => ['queued', 'running', 'paused'].includes(job.state));
  if (underWay.length === 0) return null;
  return {
    type: 'question',
    buttons: [say('shell.keepRunning'), say('shell.close')].map(worded),
    defaultId: KEEP_RUNNING,
    cancelId: KEEP_RUNNING,
    message: worded(say('shell.jobsUnderWay', { count: underWay.length })),
    detail: underWay.map((job) => worded(whatIsKept(job))).join('\n'),
  };
}

function whatIsKept(job: JobSnapshot): Sentence {
  if (job.state === 'queued') return say('shell.notBegun', { job: job.title });
  if (job.kind === 'restore') return say('shell.photosKept', { job: job.title });
  if (job.kind === 'study') return say('shell.stepsKept', { job: job.title });
  if (job.checkpoint === undefined) return say('shell.nothingKept', { job: job.title });
  return say('shell.checkpointKept', { job: job.title });
}
