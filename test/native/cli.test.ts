import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onepair, temporaryHome, type Home } from './host-built';

let home: Home;
beforeAll(async () => {
  home = await temporaryHome();
});
afterAll(async () => {
  await home.remove();
});

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** What a folder holds, without the ledger and its like. */
const shown = async (folder: string) => (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();

describe('the main job on the command line', () => {
  const at = (name: string) => home.path(name);

  it('draws a pair, trains, restores and compares', async () => {
    const sample = await onepair(['sample-pair', '--out', at('pair'), '--size', '256', '--seed', '3', '--json']);
    expect(sample.lines).toEqual([
      { event: 'done', exitCode: 0, clean: at('pair/clean.png'), degraded: at('pair/degraded.png') },
    ]);
    expect(sample.stderr).toBe('');

    const train = await onepair([
      ...['train', '--degraded', at('pair/degraded.png'), '--clean', at('pair/clean.png'), '--method', 'linear'],
      ...['--out', at('model.onepair'), '--threads', '1', '--json'],
    ]);
    expect(train.lines.at(-1)).toMatchObject({
      event: 'done',
      exitCode: 0,
      model: { name: 'clean-custom-linear', card: { settings: { method: 'linear', task: 'custom' } } },
    });
    expect(await exists(at('model.onepair'))).toBe(true);

    const restore = await onepair([
      'restore',
      at('model.onepair'),
      at('pair/degraded.png'),
      '--out',
      at('restored'),
      '--json',
    ]);
    expect(restore.code).toBe(0);
    const [name] = await shown(at('restored'));
    expect(name).toBe('degraded_clean-custom-linear.png');

    const psnrOf = async (path: string) => {
      const { lines } = await onepair(['compare', path, at('pair/clean.png'), '--json']);
      return lines.at(-1)?.['psnr'] as number;
    };
    const [before, after] = [await psnrOf(at('pair/degraded.png')), await psnrOf(at(`restored/${name ?? ''}`))];
    expect(after - before).toBeGreaterThan(2);
  });

  it('lays a shifted pair on each other unless told to leave it as it is', async () => {
    const cut = (name: string, left: number, top: number) =>
      sharp(at(`pair/${name}.png`))
        .extract({ left, top, width: 240, height: 240 })
        .toFile(at(`${name}-cut.png`));
    await cut('degraded', 0, 0);
    await cut('clean', 5, 3);
    const pair = ['--degraded', at('degraded-cut.png'), '--clean', at('clean-cut.png')];
    const flags = ['--method', 'linear', '--out', at('aligned.onepair'), '--overwrite', '--json'];
    const verdictsOf = async (more: string[]) => {
      const { lines } = await onepair(['train', ...pair, ...flags, ...more]);
      const report = lines.find(({ event }) => event === 'pair') as { verdicts: { about: string }[] } | undefined;
      return report?.verdicts.map(({ about }) => about);
    };
    expect(await verdictsOf(['--as-is', 'position'])).toEqual(['shift']);
    expect(await verdictsOf([])).toEqual(['aligned']);
  });

  it('says that identical pictures are identical', async () => {
    const { lines } = await onepair(['compare', at('pair/clean.png'), at('pair/clean.png'), '--json']);
    expect(lines).toEqual([{ event: 'done', exitCode: 0, psnr: null, ssim: 1, identical: true }]);
  });

  it('degrades with the depth that the output can hold, the same for the same seed', async () => {
    for (const name of ['a.png', 'b.png', 'c.jpg'])
      await onepair(['degrade', at('pair/clean.png'), at(name), '--task', 'denoise', '--noise', '10', '--seed', '5']);
    const same = await onepair(['compare', at('a.png'), at('b.png'), '--json']);
    expect(same.lines.at(-1)).toMatchObject({ identical: true });
    const noisy = await onepair(['compare', at('c.jpg'), at('pair/clean.png'), '--json']);
    expect(noisy.lines.at(-1)?.['psnr']).toBeLessThan(35);
  });

  it('goes on after a broken photo and says so with its exit code', async () => {
    await writeFile(at('broken.jpg'), 'no photo at all');
    const args = ['restore', at('model.onepair'), at('broken.jpg'), at('a.png'), '--out', at('batch'), '--json'];
    const { code, lines } = await onepair(args);
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({ event: 'done', photos: 2, failed: 1 });
    const photos = lines.filter(({ event }) => event === 'photo');
    expect(photos).toHaveLength(2);
    expect(photos[0]).toMatchObject({ source: { name: 'broken.jpg' }, error: { kind: 'bad-input' } });
    const all = await onepair(['restore', at('model.onepair'), at('broken.jpg'), '--out', at('batch')]);
    expect(all.code).toBe(2);
  });

  it('restores a folder in parts, with its folders mirrored and a report, and nothing twice', async () => {
    await mkdir(at('album/2019'), { recursive: true });
    for (const name of ['a1.png', 'a2.png', 'a10.png', '2019/a1.png']) await copyFile(at('a.png'), at(`album/${name}`));
    const restore = async (...more: string[]) => {
      const { lines, code } = await onepair([
        ...['restore', at('model.onepair'), at('album'), '--out', at('album'), '--recursive', '--json', ...more],
      ]);
      const tensors = lines.flatMap((line) => (line['event'] === 'photo' ? [line['tensors']] : []));
      return { code, tensors, ...lines.at(-1) };
    };
    const first = await restore('--shard', '1/2');
    expect(first).toMatchObject({ code: 0, photos: 2, restored: 2 });
    expect(first.tensors).toEqual([expect.any(Number), first.tensors[0]]);
    expect(await restore('--shard', '2/2')).toMatchObject({ code: 0, photos: 2, restored: 2 });
    expect(await restore()).toMatchObject({ code: 0, photos: 4, restored: 0, skipped: 4 });
    expect(await shown(at('album/2019'))).toEqual(['a1.png', 'a1_clean-custom-linear.png']);
    expect(await shown(at('album/onepair-reports'))).toHaveLength(6);
    const refused = await onepair(['restore', at('model.onepair'), at('album'), '--shard', '3/2']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--shard is "3/2"')]);
  });

  it('leaves existing results alone when told to skip', async () => {
    const args = ['restore', at('model.onepair'), at('a.png'), '--out', at('batch'), '--on-conflict', 'skip', '--json'];
    const { code, lines } = await onepair(args);
    expect(code).toBe(0);
    expect(lines.find(({ event }) => event === 'photo')).toHaveProperty('skipped');
  });

  it('keeps models in the library', async () => {
    await onepair(['models', 'import', at('model.onepair')]);
    await onepair(['models', 'rename', 'clean-custom-linear', 'Old prints']);
    const list = await onepair(['models', 'list', '--json']);
    expect(list.lines[0]).toMatchObject({ event: 'model', name: 'Old prints' });
    const show = await onepair(['models', 'show', 'Old prints']);
    expect(show.stderr).toContain('Learned from clean.png, 256 × 256 px');
    await onepair(['models', 'export', 'Old prints', '--out', at('pair')]);
    expect(await exists(at('pair/old-prints.onepair'))).toBe(true);
    const graph = ['models', 'export', 'Old prints', '--onnx', at('old.onnx')];
    expect((await onepair(graph)).code).toBe(0);
    expect(await exists(at('old.onnx'))).toBe(true);
    expect((await onepair(graph)).stderr).toContain('already a file called old.onnx');
    expect((await onepair(['models', 'remove', 'Old prints'])).code).toBe(0);
    expect((await onepair(['models', 'show', 'Old prints', '--json'])).lines[0]).toMatchObject({ kind: 'not-found' });
  });

  it('the non-local filter learns and restores the same with one thread as with all', async () => {
    const pair = ['sample-pair', '--out', at('noisy'), '--size', '192', '--task', 'denoise', '--seed', '4', '--json'];
    expect((await onepair(pair)).code).toBe(0);
    const [degraded, clean] = [at('noisy/degraded.png'), at('noisy/clean.png')];
    const results = await Promise.all(
      [['--threads', '1'], []].map(async (threads, index) => {
        const flags = ['--method', 'non-local', '--preset', 'fast', '--json', ...threads];
        const [model, folder] = [at(`noise-${index}.onepair`), at(`noise-${index}`)];
        const trained = await onepair(['train', '--degraded', degraded, '--clean', clean, ...flags, '--out', model]);
        expect(trained.code).toBe(0);
        expect((await onepair(['restore', model, degraded, '--out', folder, '--json', ...threads])).code).toBe(0);
        return sharp(join(folder, (await shown(folder))[0]!))
          .raw()
          .toBuffer();
      }),
    );
    expect(results[0]!.equals(results[1]!)).toBe(true);
    expect(results[0]!.equals(await sharp(degraded).raw().toBuffer())).toBe(false);
  });
});

describe('the command line', () => {
  it.each([
    [['frobnicate'], 'There is no command'],
    [['compare', 'a.png'], 'CLEAN is missing'],
    [['compare', 'missing.png', 'missing.png'], 'There is no file missing.png'],
    [['train', '--sample', '--units', 'many'], '--units is "many"'],
    [['train', '--sample', '--units', '1'], 'units is 1'],
    [['train', '--task', 'deblur'], '--clean is missing'],
    [['train', '--sample', '--as-is', 'all'], '--as-is is for two photos that are given'],
    [['restore', 'model', 'missing.png'], 'There is no photo or folder'],
    [['train', '--sample', '--time-budget', 'soon'], '--time-budget is "soon"'],
    [['train', '--sample', '--time-budget', '60s', '--epochs', '3'], '--time-budget chooses the epochs'],
    [['train', '--clean', 'a.png', '--size', '64'], '--size is that of the picture that --sample draws'],
    [['train', '--sample', '--method', 'rnn', '--mode', 'picture'], 'rnn has no mode picture'],
  ])('%j is refused with a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await onepair(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });

  it('stops cleanly on Ctrl-C', async () => {
    const short = ['--size', '128', '--method', 'rnn', '--units', '16', '--epochs', '1000'];
    const args = ['train', '--sample', '--task', 'deblur', ...short, '--threads', '1', '--json'];
    const { code, lines } = await onepair(args, (child) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('"event":"step"')) child.kill('SIGINT');
      });
    });
    expect(code).toBe(130);
    expect(lines.at(-1)).toEqual({ event: 'done', exitCode: 130 });
    for (const folder of ['scratch', 'models', 'checkpoints'])
      expect(await readdir(home.path(`home/${folder}`)).catch(() => [])).toEqual([]);
  });

  it('says what runs here', async () => {
    const { code, lines } = await onepair(['doctor', '--device', 'cpu', '--threads', '1', '--json']);
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ runtime: { backend: 'cpu', label: 'CPU · 1 core' } });
  });

  it('does the main job with nothing prepared', async () => {
    const { code, lines } = await onepair(['demo', '--out', home.path('demo'), '--json']);
    expect(code).toBe(0);
    const { before, after } = lines.at(-1) as { before: { psnr: number }; after: { psnr: number } };
    expect(after.psnr - before.psnr).toBeGreaterThan(2);
    expect(await shown(home.path('demo'))).toEqual(['comparison.png', 'demo.onepair', 'restored.png']);
  });
});
