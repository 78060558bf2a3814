import { endProcess } from '../host/ending';
import type { Host } from '../host/host';

export interface QuittingApp {
  on(event: 'will-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  exit(code: number): void;
}

/** Ends the child processes before the app, and the app after `patienceMs` all the same. */
export function closeHostOnQuit(app: QuittingApp, host: Pick<Host, 'close'>, patienceMs = 3_000): void {
  let isQuitting = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isQuitting) return;
    isQuitting = true;
    const exit = () => {
      clearTimeout(timer);
      endProcess(0, (code) => {
        app.exit(code);
      });
    };
    const timer = setTimeout(exit, patienceMs);
    void host.close().then(exit, exit);
  });
}
