import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const LIBRARY_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/lib/wsl/lib',
  '/run/opengl-driver/lib',
  '/usr/local/nvidia/lib64',
];

/**
 * Looks for the driver by its files: no program is run, so it costs nothing at every start.
 * @param {{ platform?: string, env?: NodeJS.ProcessEnv, exists?: (path: string) => boolean }} [machine]
 * @returns {boolean}
 */
export function hasNvidiaDriver({ platform = process.platform, env = process.env, exists = existsSync } = {}) {
  if (platform === 'win32') return exists(join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'nvcuda.dll'));
  if (platform !== 'linux') return false;
  const folders = [...LIBRARY_FOLDERS, ...(env['LD_LIBRARY_PATH'] ?? '').split(':').filter((folder) => folder !== '')];
  return folders.some((folder) => exists(join(folder, 'libcuda.so.1')));
}
