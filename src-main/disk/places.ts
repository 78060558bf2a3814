import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Onepair keeps things. All are folders but `settings`, a file. */
export interface Places {
  home: string;
  models: string;
  checkpoints: string;
  scratch: string;
  /** What the user had before them, and photos that only the app has. */
  session: string;
  settings: string;
  logs: string;
  /** Where results go when no folder was picked. */
  restored: string;
}

type Environment = Record<string, string | undefined>;

function applicationData(env: Environment, platform: NodeJS.Platform, user: string): string {
  if (platform === 'darwin') return join(user, 'Library', 'Application Support', 'Onepair');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(user, 'AppData', 'Roaming'), 'Onepair');
  return join(env['XDG_DATA_HOME'] ?? join(user, '.local', 'share'), 'onepair');
}

/** All places, below ONEPAIR_HOME or, without it, the platform's application-data folder. Creates nothing. */
export function places(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  user: string = homedir(),
): Places {
  const own = env['ONEPAIR_HOME'];
  const chosen = own !== undefined && own !== '';
  const home = chosen ? own : applicationData(env, platform, user);
  return {
    home,
    models: join(home, 'models'),
    checkpoints: join(home, 'checkpoints'),
    scratch: join(home, 'scratch'),
    session: join(home, 'session'),
    settings: join(home, 'settings.json'),
    logs: join(home, 'logs'),
    // With a home of its own choosing everything stays there; otherwise results belong with the user's pictures.
    restored: chosen ? join(home, 'restored') : join(user, 'Pictures', 'Onepair'),
  };
}
