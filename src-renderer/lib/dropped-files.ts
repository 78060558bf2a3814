/** The files of a paste; other things that were pasted are left. */
export const filesOf = (transfer: DataTransfer | null): File[] => [...(transfer?.files ?? [])];

export interface Dropped {
  files: File[];
  /** Where each of them lay below the dropped folder, with '/'; below several folders, with that folder's own name first. */
  folders: string[];
  /** What lay in a dropped folder and was not taken: no photo, not readable, or beyond the limit. */
  leftOut: number;
}

/** A folder dropped by mistake (a whole disk) must not hang the page. */
const MOST_FILES = 2_000;
const MOST_DEPTH = 16;

/**
 * The files of a drop and of the folders in it. Files dropped by themselves are all taken, so that a wrong one is
 * refused by name; in folders only names that are wanted. Must be called within the drop event.
 */
export async function droppedFiles(
  transfer: DataTransfer | null,
  isWanted: (name: string) => boolean,
  mostFiles = MOST_FILES,
): Promise<Dropped> {
  const whole = filesOf(transfer);
  // Both are empty once the event is over: they are read before anything is waited for.
  const items = [...((transfer as Partial<DataTransfer> | null)?.items ?? [])].filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.some((entry) => entry.isDirectory)) return { files: whole, folders: whole.map(() => ''), leftOut: 0 };
  const dropped: Dropped = { files: [], folders: [], leftOut: 0 };
  const named = entries.filter((entry) => entry.isDirectory).length > 1;
  for (const entry of entries) {
    const below = named && entry.isDirectory ? [entry.name] : [];
    await collect(entry, below, dropped, { isWanted, mostFiles, depth: 0 });
  }
  return dropped;
}

interface Rule {
  isWanted: (name: string) => boolean;
  mostFiles: number;
  depth: number;
}

async function collect(entry: FileSystemEntry, below: string[], dropped: Dropped, rule: Rule): Promise<void> {
  const { depth } = rule;
  const isHidden = entry.name.startsWith('.');
  if (entry.isDirectory) {
    if (isHidden || depth > MOST_DEPTH || dropped.files.length >= rule.mostFiles) return;
    for (const child of await entriesIn(entry as FileSystemDirectoryEntry))
      await collect(child, child.isDirectory ? [...below, child.name] : below, dropped, { ...rule, depth: depth + 1 });
    return;
  }
  if (isHidden) return;
  const isTaken = (depth === 0 || rule.isWanted(entry.name)) && dropped.files.length < rule.mostFiles;
  const file = isTaken ? await fileOf(entry as FileSystemFileEntry) : null;
  if (file === null) {
    dropped.leftOut += 1;
    return;
  }
  dropped.files.push(file);
  dropped.folders.push(below.join('/'));
}

/** A reader gives a folder's entries in portions; the last one is empty. What cannot be read counts as empty. */
async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const next = () =>
    new Promise<FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => {
        resolve([]);
      });
    });
  const all: FileSystemEntry[] = [];
  for (let portion = await next(); portion.length > 0; portion = await next()) all.push(...portion);
  return all.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

const fileOf = (entry: FileSystemFileEntry): Promise<File | null> =>
  new Promise((resolve) => {
    entry.file(resolve, () => {
      resolve(null);
    });
  });
