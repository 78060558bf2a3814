import { statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isModelName } from '@contract/model-card';
import { formatOfName } from '@contract/photo';

/** Files that the system asked to be opened with the app, until the page takes them. */
export interface OpenedFiles {
  add(files: readonly string[]): void;
  take(): string[];
}

export function createOpenedFiles(onAdded: () => void): OpenedFiles {
  let waiting: string[] = [];
  return {
    add(files) {
      if (files.length === 0) return;
      waiting = [...new Set([...waiting, ...files])];
      onAdded();
    },
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/**
 * The photos and models among a start's arguments: file managers give paths or file: addresses, and Chromium's own flags
 * stand between them.
 * @param folder where the app was started, for paths that are not absolute
 */
export function filesAmong(args: readonly string[], folder: string, isThere = isFile): string[] {
  return args
    .filter((text) => !text.startsWith('-'))
    .map((text) => pathOf(text, folder))
    .filter((path) => path !== null)
    .filter((path) => (formatOfName(path) !== null || isModelName(path)) && isThere(path));
}

function pathOf(text: string, folder: string): string | null {
  if (!text.startsWith('file:')) return isAbsolute(text) ? text : resolve(folder, text);
  try {
    return fileURLToPath(text);
  } catch {
    return null;
  }
}
