import { closeSync, openSync, readSync } from 'node:fs';

const ELF_MACHINES = new Map([
  [62, 'x64'],
  [183, 'arm64'],
]);
const PE_MACHINES = new Map([
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
  [0x14c, 'ia32'],
]);
const MACH_MACHINES = new Map([
  [0x01000007, 'x64'],
  [0x0100000c, 'arm64'],
]);

/**
 * What machine a file is for, by its first bytes.
 * @param {Buffer} head at least 64 bytes; of a Windows program also those that its offset at 60 names
 * @returns {string | null} 'linux x64', 'darwin arm64', 'win32 unknown'; null for what is no program or library
 */
export function machineOf(head) {
  if (head.length < 64) return null;
  if (head.readUInt32BE(0) === 0x7f454c46) return `linux ${ELF_MACHINES.get(head.readUInt16LE(18)) ?? 'unknown'}`;
  if (head.readUInt32LE(0) === 0xfeedfacf) return `darwin ${MACH_MACHINES.get(head.readUInt32LE(4)) ?? 'unknown'}`;
  if (head.readUInt32BE(0) === 0xcafebabe && head.readUInt32BE(4) < 8) return 'darwin universal';
  const at = head.readUInt32LE(60);
  const isWindows = head.toString('latin1', 0, 2) === 'MZ' && at + 6 <= head.length;
  return isWindows && head.readUInt32LE(at) === 0x4550 ? `win32 ${PE_MACHINES.get(head.readUInt16LE(at + 4)) ?? 'unknown'}` : null; // prettier-ignore
}

/** @param {string} path @returns {string | null} as `machineOf` */
export function machineOfFile(path) {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(1024);
    return machineOf(head.subarray(0, readSync(file, head, 0, head.length, 0)));
  } finally {
    closeSync(file);
  }
}
