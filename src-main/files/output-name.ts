import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { EXTENSIONS, formatOfName, type ConflictPolicy, type InputFormat } from '@contract/photo';
import { AppError } from '@contract/result';
import { safeName } from '@contract/safe-name';
import { foldName } from './names';

export interface OutputRequest {
  folder: string;
  /** The photo's file name, with extension. */
  sourceName: string;
  /** The model's name, for '{model}'. */
  model: string;
  /** '{name}' and '{model}' are replaced. */
  naming: string;
  format: InputFormat;
  onConflict: ConflictPolicy;
  /** Paths of all photos of the job: none of them is ever written to. */
  inputs: readonly string[];
  /** Paths that this job has given out already. Two photos of a job never share a name. */
  claimed: readonly string[];
}

/** `path` is given out also where a file that is there makes the photo be skipped. */
export interface OutputClaim {
  path: string;
  skipped?: string;
}

/** Room for '_9999', the extension and our own temporary names below the 255 bytes that disks take. */
const MAX_STEM_BYTES = 200;

/** Decides where a result goes, by the conflict policy; the folder must exist. */
export async function claimOutput(request: OutputRequest): Promise<OutputClaim> {
  const { folder, onConflict, inputs } = request;
  const claimed = new Set(request.claimed.map(foldName));
  const extension = extensionFor(request.sourceName, request.format);
  const stem = stemFor(request);
  const present = await namesIn(folder);
  for (let count = 1; count < 10_000; count += 1) {
    const name = `${stem}${count === 1 ? '' : `_${count}`}${extension}`;
    const path = join(folder, name);
    if (claimed.has(foldName(path))) continue; // of another photo of this job, whatever the policy
    const exists = present.has(foldName(name));
    if (exists && onConflict === 'skip' && !(await isInput(path, inputs)))
      return { path, skipped: `${name} is already there` };
    if (exists && !(onConflict === 'overwrite' && (await mayReplace(path, inputs)))) continue;
    return { path };
  }
  throw new AppError('bad-input', `There are too many files called ${stem} in the folder. Choose another folder.`);
}

/** The photo's own extension where it fits the format, else the usual one. */
function extensionFor(sourceName: string, format: InputFormat): string {
  return formatOfName(sourceName) === format ? extname(sourceName) : EXTENSIONS[format][0];
}

function stemFor({ naming, sourceName, model }: OutputRequest): string {
  const name = basename(sourceName, extname(sourceName));
  // One pass, so that a photo called '{model}' keeps its name.
  const stem = naming.replace(/\{(name|model)\}/g, (_, key) => (key === 'name' ? name : model));
  return safeName(stem, MAX_STEM_BYTES);
}

/** Names in the folder, folded: a disk that ignores case must not surprise us. */
async function namesIn(folder: string): Promise<Set<string>> {
  try {
    return new Set((await readdir(folder)).map(foldName));
  } catch {
    throw new AppError('disk', `The folder ${basename(folder)} for the results cannot be read. Choose another folder.`);
  }
}

/** An ordinary file that is none of the originals, also not through a link. */
async function mayReplace(path: string, inputs: readonly string[]): Promise<boolean> {
  const facts = await lstat(path).catch(() => null);
  return facts?.isFile() === true && !(await isInput(path, inputs));
}

async function isInput(path: string, inputs: readonly string[]): Promise<boolean> {
  const target = await identity(path);
  if (target === null) return false;
  for (const input of inputs) {
    if ((await identity(input)) === target) return true;
  }
  return false;
}

/** Device and file number: the same for all names and links of a file. */
async function identity(path: string): Promise<string | null> {
  const facts = await stat(path, { bigint: true }).catch(() => null);
  return facts === null ? null : `${facts.dev}:${facts.ino}`;
}
