import { cpus, homedir, release, totalmem } from 'node:os';
import type { AppInfo, RuntimeInfo } from '@contract/runtime';
import type { StoredSettings } from '@contract/settings';
import type { Sentence } from '@contract/sentence';
import { inEnglish } from '@contract/in-language';

export interface DiagnosticFacts {
  app: Omit<AppInfo, 'defaultOutput'>;
  /** A sentence where the runtime did not answer. */
  runtime: RuntimeInfo | Sentence;
  settings: StoredSettings;
  models: number;
  unusable: number;
  unfinished: number;
  log: string[];
}

/** What helps to find a fault, as text to copy: no path, no file's place, no user's name. */
export function diagnosticsText(facts: DiagnosticFacts, home: string = homedir()): string {
  const { app, runtime, settings, log } = facts;
  const { folder, ...items } = settings;
  const lines = [
    `Onepair ${app.version} (${app.shell})`,
    `System: ${systemLabel()}`,
    `Processor: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores`,
    `Memory: ${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    ...('id' in runtime ? [`Runtime: ${inEnglish(runtime)}`] : runtimeLines(runtime)),
    `Models: ${facts.models} (${facts.unusable} unusable), unfinished trainings: ${facts.unfinished}`,
    `Settings: ${JSON.stringify({ ...items, folder: folder === null ? null : 'chosen' })}`,
    'Newest log entries:',
    ...(log.length === 0 ? ['  none'] : log.map((line) => `  ${line}`)),
  ];
  return withoutPaths(lines.join('\n'), home);
}

function runtimeLines({ label, reason, tensorflowVersion, tfjsVersion, threads }: RuntimeInfo): string[] {
  const versions = `TensorFlow ${tensorflowVersion}, TensorFlow.js ${tfjsVersion}`;
  return [
    `Runtime: ${inEnglish(label)}, ${threads} threads, ${versions}${reason === '' ? '' : ` (${inEnglish(reason)})`}`,
  ];
}

/** 'linux 6.1, x64, Node 24.1.0, Electron 45.4.1'. */
export const systemLabel = (): string =>
  `${process.platform} ${release()}, ${process.arch}, Node ${process.versions.node}${electron()}`;

const electron = () => {
  const { electron: version } = process.versions as Partial<Record<string, string>>;
  return version === undefined ? '' : `, Electron ${version}`;
};

/** Absolute paths (POSIX, Windows, shares, file: addresses) and what lies below '~' become '[path]'. */
export function withoutPaths(text: string, home: string): string {
  const place = String.raw`[^\n"'“”‘’<>|:;,()]*`;
  const starts = [String.raw`file:\/\/\/?`, String.raw`(?<![\w])[A-Za-z]:[\\/]`, String.raw`\\\\`, String.raw`~[\\/]`];
  const anywhere = new RegExp(`(?:${starts.join('|')})${place}`, 'g');
  const posix = /(?<![\w.~\])])\/(?:[^\s"'“”‘’<>|:;,()/]+\/?)+(?: [^\s"'“”‘’<>|:;,()/]+\/[^\s"'“”‘’<>|:;,()]*)*/g;
  const user = home.split(/[\\/]/).at(-1) ?? '';
  const plain = text.split(home).join('~').replace(anywhere, '[path]').replace(posix, '[path]');
  return user.length < 3 ? plain : plain.split(user).join('[user]');
}
