import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * Where downloaded runtimes live, shared by every checkout of this user.
 * @param {{ env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, home?: string }} [machine]
 * @returns {string} an absolute folder; ONEPAIR_CACHE wins over the platform's own
 */
export function cacheFolder({ env = process.env, platform = process.platform, home = homedir() } = {}) {
  if (env['ONEPAIR_CACHE']) return resolve(env['ONEPAIR_CACHE']);
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'onepair');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'onepair', 'Cache');
  return join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'onepair');
}

/** What set-up remembers about this checkout; gone with node_modules, and rightly so. */
export const memoryFolder = join(root, 'node_modules', '.onepair');
export const packageFolder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
