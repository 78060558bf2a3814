import type { PhotosCalls } from '@contract/worker-calls';
import { makeFolder } from '../disk/atomic-write';
import { openLog } from '../store/log-file';
import { places } from '../disk/places';
import { openSettings } from '../store/settings-file';
import type { Handlers } from '../processes/serve';

type AppCalls = Pick<PhotosCalls, Extract<keyof PhotosCalls, `settings.${string}` | `log.${string}`>>;

const { settings: settingsPath, logs } = places();
const settings = openSettings(settingsPath);
const log = openLog(logs);

/** What the app keeps of itself: settings and its log. */
export const appHandlers: Handlers<AppCalls> = {
  'settings.read': () => settings.read(),
  'settings.write': ({ change }) => settings.write(change),
  'settings.reset': ({ name }) => settings.reset(name),
  'log.add': async ({ line }) => {
    await log.add(line);
    return null;
  },
  'log.newest': ({ count }) => log.newest(count),
  'log.folder': async () => {
    await makeFolder(logs);
    return logs;
  },
};
