import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../disk/atomic-write';
import { writeFailure } from '../disk/disk-error';

/**
 * A page that only this person can read and that leads to the app. Opening it keeps the code out of every command line,
 * where other accounts of the machine could read it. Throws AppError 'disk'.
 */
export async function writeLinkFile(path: string, link: string): Promise<void> {
  await makeFolder(dirname(path), 0o700);
  const temporary = `${path}.${process.pid}`;
  try {
    await rm(temporary, { force: true });
    await writeFile(temporary, linkPage(link), { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    throw writeFailure(error, path);
  }
}

function linkPage(link: string): string {
  return `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Onepair</title>
<meta http-equiv="refresh" content="0; url=${link}"><a href="${link}">Open Onepair</a>
`;
}
