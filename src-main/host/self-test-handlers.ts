import { channels } from '@contract/channels';
import { isModelName } from '@contract/model-card';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { systemLabel } from './diagnostics';
import type { JobBoard } from './jobs';
import type { Registry } from './registry';
import type { ChannelHandlers } from './router';
import type { ShellServices } from './shell-services';

interface SelfTestParts {
  shell: ShellServices;
  board: JobBoard;
  registry: Registry;
}

/** The self-test, and files that the system hands over. */
export function selfTestHandlers({
  shell,
  board,
  registry,
}: SelfTestParts): Pick<ChannelHandlers, 'app.opened' | Extract<keyof ChannelHandlers, `selfTest.${string}`>> {
  let startedAt = '';
  let isRunning = false;
  return {
    'app.opened': () => {
      const files = (shell.opened?.() ?? []).map((path) => registry.registerPhoto(path));
      return {
        photos: files.filter(({ name }) => !isModelName(name)),
        models: files.filter(({ name }) => isModelName(name)),
      };
    },
    'selfTest.channels': () => Object.keys(channels),
    'selfTest.run': async () => {
      if (!board.idle || isRunning) throw new AppError('busy', say('runtime.testNeedsQuiet'));
      startedAt = new Date().toISOString();
      isRunning = true;
      try {
        return { checks: (await shell.selfTest?.()) ?? [] };
      } finally {
        isRunning = false;
      }
    },
    'selfTest.finish': ({ checks }) => {
      const { version, shell: kind } = shell.info();
      const report = { version, shell: kind, system: systemLabel(), startedAt, checks };
      shell.selfTestDone?.(report);
      return { report };
    },
  };
}
