import { describe, expect, it } from 'vitest';
import { atMost } from '../../../src-renderer/lib/at-most';
import { droppedFiles } from '../../../src-renderer/lib/dropped-files';

type Tree = { [name: string]: Tree | string };

/** What a browser hands out for a dropped folder: entries in portions of two. */
function entryOf(name: string, content: Tree | string): FileSystemEntry {
  if (typeof content === 'string') {
    const file = (done: (file: File) => void, failed: () => void) => {
      if (content === 'unreadable') failed();
      else done(new File([content], name));
    };
    return { name, isDirectory: false, isFile: true, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = Object.entries(content).map(([child, inner]) => entryOf(child, inner));
    return {
      readEntries: (done: (entries: FileSystemEntry[]) => void) => {
        done(left.splice(0, 2));
      },
    };
  };
  return { name, isDirectory: true, isFile: false, createReader } as unknown as FileSystemEntry;
}

function drop(tree: Tree): DataTransfer {
  const items = Object.entries(tree).map(([name, content]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entryOf(name, content),
  }));
  const files = Object.keys(tree).map((name) => new File(['x'], name));
  return { items, files } as unknown as DataTransfer;
}

const isPhoto = (name: string) => name.endsWith('.png');
const names = async (tree: Tree, most?: number) => {
  const { files, leftOut } = await droppedFiles(drop(tree), isPhoto, most);
  return { names: files.map((file) => file.name), leftOut };
};

describe('a drop', () => {
  it('of files is those files, whatever they are', async () => {
    expect(await names({ 'a.png': 'x', 'b.txt': 'x' })).toEqual({ names: ['a.png', 'b.txt'], leftOut: 0 });
  });

  it('of folders is the photos in them, at every depth, in their order, the rest counted', async () => {
    const tree = {
      holiday: {
        '10.png': 'x',
        '9.png': 'x',
        'notes.txt': 'x',
        '.hidden.png': 'x',
        '.cache': { 'no.png': 'x' },
        day2: { 'a.png': 'x', 'broken.png': 'unreadable', 'b.png': 'x', 'c.png': 'x' },
      },
      'single.txt': 'x',
    };
    expect(await names(tree)).toEqual({
      names: ['9.png', '10.png', 'a.png', 'b.png', 'c.png', 'single.txt'],
      leftOut: 2,
    });
  });

  it('says where each photo lay, as a folder that is added does', async () => {
    const album = { 'a.png': 'x', day2: { 'b.png': 'x', night: { 'c.png': 'x' } } };
    const foldersOf = async (tree: Tree) => (await droppedFiles(drop(tree), isPhoto)).folders;
    expect(await foldersOf({ album, 'd.png': 'x' })).toEqual(['', 'day2', 'day2/night', '']);
    expect(await foldersOf({ album, more: { 'a.png': 'x' } })).toEqual([
      ...['album', 'album/day2', 'album/day2/night', 'more'],
    ]);
    expect(await foldersOf({ 'a.png': 'x', 'b.png': 'x' })).toEqual(['', '']);
  });

  it('takes no more than it can bear', async () => {
    const folder = Object.fromEntries([...Array(30).keys()].map((index) => [`${index}.png`, 'x']));
    expect((await names({ folder }, 10)).names).toHaveLength(10);
    const deep = [...Array(40).keys()].reduce<Tree>((inner) => ({ inner, 'a.png': 'x' }), { 'a.png': 'x' });
    expect((await names({ deep })).names.length).toBeLessThan(20);
  });

  it('of nothing is nothing', async () => {
    expect(await droppedFiles(null, isPhoto)).toEqual({ files: [], folders: [], leftOut: 0 });
  });
});

it('uploads a few at a time, all of them, also where one fails', async () => {
  let together = 0;
  let most = 0;
  const upload = atMost(3, async (index: number) => {
    most = Math.max(most, (together += 1));
    await Promise.resolve();
    together -= 1;
    if (index === 4) throw new Error('refused');
    return index;
  });
  const answers = await Promise.allSettled([...Array(12).keys()].map(upload));
  expect(most).toBe(3);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(11);
});
