import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { electronBinary, electronVersion } from '../start/electron.mjs';

/** Where @electron/fuses finds the switches, with nine of them at 0. */
const FUSE_WIRE = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX${String.fromCharCode(1, 9)}${'0'.repeat(9)}`;

/**
 * @param {string} root
 * @param {string} standIn a folder for what takes Electron's place where its binary cannot be had
 * @returns {{ folder: string, real: boolean }} what electron-builder packs the app around
 */
export function electronFolder(root, standIn) {
  const binary = electronBinary(root);
  if (binary !== null && process.platform === 'darwin')
    return { folder: dirname(dirname(dirname(dirname(binary)))), real: true };
  if (binary !== null) return { folder: dirname(binary), real: true };
  mkdirSync(join(standIn, 'locales'), { recursive: true });
  writeFileSync(join(standIn, 'version'), electronVersion(root));
  writeFileSync(join(standIn, 'locales', 'en-US.pak'), '');
  const script = `#!/bin/sh\n# ${FUSE_WIRE}\necho "Electron's binary was not there when this tree was packed." >&2\nexit 1\n`;
  writeFileSync(join(standIn, 'electron'), script, 'latin1');
  chmodSync(join(standIn, 'electron'), 0o755);
  return { folder: standIn, real: false };
}
