import { execFile } from 'node:child_process';
import { access, constants, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { DEVELOPERS, type Developer } from '@contract/settings';
import { KeptFiles } from '../disk/kept-files';
import { sessionScratch } from '../disk/session-scratch';
import { onDecoderTurn, patienceFor } from './decoder-thread';

/** What another program makes of a raw file: its own settings hold, and its sidecar beside the photo. */
type Outside = Exclude<Developer, 'libraw'>;

interface Program {
  name: string;
  /** The file that is run, and folders where installers put it; a star stands for any version. */
  file: string;
  folders: readonly string[];
  /** `work` is a folder for what the program keeps. */
  args: (order: { photo: string; result: string; work: string }) => string[];
  environment?: (work: string) => Record<string, string>;
  /** A file of settings in `work`. */
  settings?: { file: string; text: string };
}

const PROGRAMS: Readonly<Record<Outside, Program>> = {
  darktable: {
    name: 'darktable',
    file: 'darktable-cli',
    folders: ['/Applications/darktable.app/Contents/MacOS', 'C:\\Program Files\\darktable\\bin'],
    // A library in memory: the one of the user is not touched.
    args: ({ photo, result, work }) => [
      ...[photo, result, '--icc-type', 'ADOBERGB', '--apply-custom-presets', 'false'],
      ...['--core', '--library', ':memory:', '--configdir', work, '--cachedir', work],
      ...['--conf', 'write_sidecar_files=never', '--conf', 'plugins/imageio/format/tiff/bpp=16'],
      ...['--conf', 'plugins/imageio/format/tiff/compress=0'],
    ],
  },
  rawtherapee: {
    name: 'RawTherapee',
    file: 'rawtherapee-cli',
    folders: ['/Applications/RawTherapee.app/Contents/MacOS', 'C:\\Program Files\\RawTherapee\\*'],
    // The user's default profile (-d), our colours (-p), then the sidecar's (-s).
    args: ({ photo, result, work }) => [
      ...['-q', '-o', result, '-t', '-b16', '-Y', '-d', '-p', join(work, 'colours.pp3'), '-s', '-c', photo],
    ],
    environment: (work) => ({ RT_CACHE: work }),
    settings: { file: 'colours.pp3', text: '[Color Management]\nOutputProfile=RTv4_Large\n' },
  },
};

/** What develops raw files: as ONEPAIR_DEVELOPER says. */
export function developerChosen(): Developer {
  const text = process.env['ONEPAIR_DEVELOPER'] ?? '';
  return DEVELOPERS.find((one) => one === text) ?? 'libraw';
}

/** Of the photos used last. */
const developed = new KeptFiles<{ path: string; bytes: number }>(2 ** 30, ({ bytes }) => bytes);

/** A raw file as another program makes it: a TIFF of 16 bits, kept as long as it is among the last that were asked for. */
export async function developedOutside(photo: string, developer: Outside): Promise<string> {
  const make = async () => {
    const path = await developOutside(developer, photo, (await stat(photo)).size);
    return { path, bytes: (await stat(path)).size };
  };
  return (await developed.of(photo, make)).path;
}

/** A 16-bit TIFF in the scratch folder, by another program. Throws AppError where it is not there, fails or comes to no end. */
async function developOutside(developer: Outside, photo: string, bytes: number): Promise<string> {
  const { name, args, environment, settings } = PROGRAMS[developer];
  const file = basename(photo);
  const program = await programOf(developer);
  if (program === null) throw new AppError('unavailable', say('photo.noDeveloper', { file, program: name }), file);
  const scratch = await sessionScratch();
  const [work, result] = [scratch.path(developer, ''), scratch.path('developed', '.tif')];
  await mkdir(work);
  try {
    if (settings !== undefined) await writeFile(join(work, settings.file), settings.text);
    const env = { ...process.env, ...environment?.(work) };
    const ended = await onDecoderTurn(() => run(program, args({ photo, result, work }), env, patienceFor(bytes)));
    if (ended === 'late') throw new AppError('bad-input', say('photo.rawNoEnd', { file }), file);
    // Some end with 0 although nothing came out.
    const isThere = await access(result).then(
      () => true,
      () => false,
    );
    if (ended === 'failed' || !isThere)
      throw new AppError('bad-input', say('photo.notDevelopedBy', { file, program: name }), file);
    return result;
  } catch (error) {
    await scratch.remove(result).catch(() => undefined);
    throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function run(program: string, args: string[], env: NodeJS.ProcessEnv, timeout: number) {
  return new Promise<'done' | 'failed' | 'late'>((resolve) => {
    const how = { env, timeout, killSignal: 'SIGKILL', windowsHide: true, maxBuffer: 2 ** 24 } as const;
    const end = () => void started.kill('SIGKILL');
    const started = execFile(program, args, how, (error) => {
      process.off('exit', end);
      resolve(error === null ? 'done' : error.killed === true ? 'late' : 'failed');
    });
    // It is nobody's any more.
    process.once('exit', end);
  });
}

/** The path of a developer's program; null where it is neither on the PATH nor where installers put it. */
async function programOf(developer: Outside): Promise<string | null> {
  const { file, folders } = PROGRAMS[developer];
  const name = process.platform === 'win32' ? `${file}.exe` : file;
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const usual = await Promise.all(folders.map(versionsOf));
  for (const folder of [...onPath, ...usual.flat()]) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}

/** The folders that a last part '*' stands for, the newest first. */
async function versionsOf(folder: string): Promise<string[]> {
  if (!folder.endsWith('*')) return [folder];
  const above = folder.slice(0, -2);
  const versions = await readdir(above).catch(() => []);
  return versions
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((version) => join(above, version));
}
