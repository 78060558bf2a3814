import type { MessageBoxOptions } from 'electron';
import type { JobSnapshot } from '@contract/job';
import type { Host } from '../host/host';
import type { Say } from './language';

export interface ClosingWindow {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  destroy(): void;
}

type Ask = (options: MessageBoxOptions) => Promise<{ response: number }>;

const KEEP_RUNNING = 0;

/** Closing the window ends the app and with it what runs: the person is asked first, and told what is kept. */
export function askBeforeClosing(
  window: ClosingWindow,
  host: Pick<Host, 'call'>,
  language: () => Promise<Say>,
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

async function mayClose(host: Pick<Host, 'call'>, language: () => Promise<Say>, ask: Ask): Promise<boolean> {
  const result = await host.call('jobs.list', {});
  // A host that cannot answer runs nothing worth asking for.
  const question = result.ok ? closingQuestion(result.value as JobSnapshot[], await language()) : null;
  if (question === null) return true;
  const { response } = await ask(question);
  return response !== KEEP_RUNNING;
}

/** What to ask before these jobs are ended, or null where none is under way. */
export function closingQuestion(jobs: readonly JobSnapshot[], say: Say): MessageBoxOptions | null {
  const underWay = jobs.filter((job) => ['queued', 'running', 'paused'].includes(job.state));
  if (underWay.length === 0) return null;
  return {
    type: 'question',
    buttons: ['Keep running', 'Close'].map(say),
    defaultId: KEEP_RUNNING,
    cancelId: KEEP_RUNNING,
    message: say(
      underWay.length === 1 ? 'One job is still under way.' : `${underWay.length} jobs are still under way.`,
    ),
    detail: underWay.map((job) => say(whatIsKept(job))).join('\n'),
  };
}

function whatIsKept(job: JobSnapshot): string {
  if (job.state === 'queued') return `${job.title}: has not begun and will not.`;
  if (job.kind === 'restore') return `${job.title}: the photos done so far are kept.`;
  if (job.kind === 'study') return `${job.title}: the steps done so far are kept; started again, it goes on.`;
  if (job.checkpoint === undefined) return `${job.title}: nothing is kept yet, it has only begun.`;
  return `${job.title}: stops; its last checkpoint is kept and can be resumed when Onepair is opened again.`;
}
