import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { version } from '../../package.json';
import { runCommandLine } from '../../src-main/cli/main';
import { completionScript } from '../../src-main/cli/completion';
import { HelpAsked, UsageError } from '../../src-main/cli/exit';
import { FLAG_HELP, flagLines, inFlags } from '../../src-main/cli/flag-help';
import { choiceOf, numberOf, readArguments } from '../../src-main/cli/arguments';
import { TRAIN_FLAGS, trainChoices } from '../../src-main/cli/train-choices';
import { createOutput } from '../../src-main/cli/output';
import { verbs } from '../../src-main/cli/verbs';
import { RESTORE_FLAGS, restoreSettingsOf } from '../../src-main/cli/restore-flags';
import { EXPERT_SETTINGS } from '@contract/model-spec';
import { RESTORE_DEFAULTS, restoreSettingsSchema } from '@contract/restore-options';
import { failureOf } from '@contract/result';
import { say } from '@contract/sentence';
import * as v from 'valibot';
import type { Surroundings } from '../../src-main/cli/verb';

/** What a command says of itself before it starts anything. */
async function flagsOf(name: string): Promise<readonly string[]> {
  const nothing = {} as Surroundings;
  const said: unknown = await verbs
    .get(name)!
    .run(['--help'], createOutput(false), nothing)
    .catch((error: unknown) => error);
  expect(said, name).toBeInstanceOf(HelpAsked);
  return (said as HelpAsked).flags;
}

it('explains every flag of every command, and knows no others', async () => {
  const all = (await Promise.all([...verbs.keys()].map(flagsOf))).flat();
  expect(all.filter((flag) => FLAG_HELP[flag] === undefined)).toEqual([]);
  expect(Object.keys(FLAG_HELP).filter((flag) => flag !== 'help' && !all.includes(flag))).toEqual([]);
  expect(flagLines('train', ['patch'])).toContain('3 to 96');
  expect(flagLines('train', ['out'])).toContain('the model file to write');
  expect(flagLines('restore', ['out'])).toContain('the folder of the results');
});

it('has a flag for every setting that the page offers', () => {
  const flagOf = (setting: string) => setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const flags = Object.keys(TRAIN_FLAGS);
  const flagless = EXPERT_SETTINGS.filter((setting) => !flags.includes(flagOf(setting)));
  expect(flagless).toEqual(['ingredients']); // --with and --without
  expect(trainChoices({ 'patches-per-epoch': '512' }, 'custom')).toEqual({ task: 'custom', patchesPerEpoch: 512 });
});

it('says what a flag can be where the app refuses a value by a name of its own', () => {
  const refused = (setting: string) =>
    inFlags(
      failureOf('bad-input', say('setting.ofCall', { call: 'pair.sample', setting, value: '9', expected: '>=64' })),
    );
  expect(refused('size').message).toBe(
    '--size cannot be 9 (side of the drawn picture in pixels, 64 to 2048; 1024 without it).',
  );
  expect(refused('settings.epochs').message).toMatch(/^--epochs cannot be 9 \(.* 1 to 1000/);
  expect(refused('settings.stageEpochs.0').message).toMatch(/^--stage-epochs cannot be 9 /);
  expect(refused('photo').message).toContain('pair.sample: photo is 9');
});

it('asks whether another flag was meant, and says what a number can be', () => {
  expect(() => readArguments(['--prset', 'best'], { preset: { type: 'string' } })).toThrow('Did you mean "--preset"?');
  expect(() => trainChoices({ patch: '999' }, 'deblur')).toThrow('--patch is 999; it can be 3 to 96.');
  expect(trainChoices({ patch: '9' }, 'deblur').patch).toBe(9);
  expect(() => numberOf('rate', 'x')).toThrow(UsageError);
  expect(() => trainChoices({ 'stage-epochs': '900,900' }, 'deblur')).toThrow('both together 1000 at most');
  expect(trainChoices({ 'stage-epochs': '2,0' }, 'deblur').stageEpochs).toEqual([2, 0]);
});

it('makes the settings of restoring from their flags', () => {
  const of = (...args: string[]) => restoreSettingsOf(readArguments(args, RESTORE_FLAGS).values);
  expect(of()).toEqual(RESTORE_DEFAULTS);
  const settings = of('--depth', '16', '--quality', '80', '--on-conflict', 'skip', '--name', 'x', '--keep-times');
  expect(settings).toEqual({
    ...RESTORE_DEFAULTS,
    depth: 16,
    quality: 80,
    onConflict: 'skip',
    naming: 'x',
    keepTimes: true,
  });
  expect(v.parse(restoreSettingsSchema, settings)).toEqual(settings);
  expect(() => of('--depth', '12')).toThrow('--depth is "12", not one of 8, 16.');
  expect(() => of('--quality', 'high')).toThrow('--quality is "high", not a number.');
});

it('writes completion for the shells it knows', () => {
  const known = [{ name: 'train', flags: ['patch', 'json'], words: [], usage: '' }];
  expect(completionScript('bash', known, [])).toContain('train) words="--patch --json" ;;');
  expect(completionScript('zsh', known, [])).toContain('bashcompinit');
  expect(completionScript('fish', known, [])).toContain('__fish_seen_subcommand_from train" -l patch');
  expect(() => completionScript('tcsh', known, [])).toThrow('onepair completion bash');
});

// What a shell offers when it has read the script, asked in its own way. Bash is on every Unix; the others where installed.
const ASKED = {
  bash: (script: string, words: string[]) =>
    `. ${script}; COMP_WORDS=(${words.map((word) => `"${word}"`).join(' ')}); COMP_CWORD=${words.length - 1}; _onepair; echo "\${COMPREPLY[@]}"`,
  zsh: (script: string, words: string[]) =>
    `. ${script} || exit 1; (( $+functions[compdef] )) || exit 1; COMP_WORDS=(${words.map((word) => `"${word}"`).join(' ')}); COMP_CWORD=${words.length - 1}; emulate ksh -c _onepair; echo "\${COMPREPLY[@]}"`,
  fish: (script: string, words: string[]) => `source ${script}; complete -C "${words.join(' ')}"`,
};
const hasShell = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

for (const [shell, ask] of Object.entries(ASKED))
  it.runIf(hasShell(shell))(`${shell} reads its script and completes commands and flags`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onepair-completion-'));
    const script = join(folder, 'onepair');
    const known = [
      { name: 'train', flags: ['patch', 'preset'], words: [], usage: '[--preset paper|best|fast] [--out a.json|.csv]' },
      { name: 'restore', flags: ['strength'], words: [], usage: '' },
      { name: 'study', flags: ['out'], words: ['noise', 'blur'], usage: '' },
    ];
    await writeFile(script, completionScript(shell, known, ['completion', 'help']));
    const offered = (...words: string[]) => {
      const { stdout, stderr } = spawnSync(shell, ['-c', ask(script, words)], {
        encoding: 'utf8',
        env: { ...process.env, HOME: folder, TERM: 'dumb' },
      });
      expect(stderr).toBe('');
      return stdout.split(/\s+/);
    };
    expect(offered('onepair', 'tr')).toContain('train');
    expect(offered('onepair', 'comp')).toContain('completion');
    expect(offered('onepair', 'train', '--pa')).toContain('--patch');
    expect(offered('onepair', 'restore', '--')).not.toContain('--patch');
    expect(offered('onepair', 'train', '--preset', 'b')).toContain('best');
    expect(offered('onepair', 'study', 'no')).toContain('noise');
    expect(offered('onepair', 'study', '--o')).toContain('--out');
    await rm(folder, { recursive: true });
  });

it('asks for the command and the word that were meant, and takes every way to ask for the version', async () => {
  const written: string[] = [];
  const keep = (text: string | Uint8Array) => written.push(String(text)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  const said = async (...args: string[]) => {
    written.length = 0;
    return { code: await runCommandLine(args, {} as Surroundings), text: written.join('') };
  };
  for (const word of ['--version', '-v', '-V', 'version'])
    expect(await said(word)).toEqual({ code: 0, text: `${version}\n` });
  expect((await said('versoin')).text).toContain('Did you mean "version"?');
  expect((await said('models', 'lsit')).text).toContain('Did you mean "list"?');
  expect((await said('study', 'noize')).text).toContain('Did you mean "noise"?');
  // Each command in half a line, and all of one where it is asked for.
  const all = await said('--help');
  for (const [name, { summary }] of verbs) expect(all.text).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
  expect(Math.max(...all.text.split('\n').map(({ length }) => length))).toBeLessThan(140);
  const help = await said('train', '--help');
  expect(help.text).toContain('teaches a model from one pair of photos');
  expect(await said('help', 'train')).toEqual(help);
  expect((await said('resotre')).text).toContain('Did you mean "restore"?');
  expect(() => trainChoices({ preset: 'bset' }, 'deblur')).toThrow(
    '--preset is "bset", not one of paper, best, fast. Did you mean "best"?',
  );
  expect(() => choiceOf('device', 'gpu', ['cuda', 'cpu'])).toThrow('--device is "gpu", not one of cuda, cpu.');
  expect(() => choiceOf('device', 'gpu', ['cuda', 'cpu'])).not.toThrow('mean');
  expect(() => readArguments(['--seed', '-1'], { seed: { type: 'string' } })).toThrow('--seed needs a value');
  expect(() => readArguments(['--seed'], { seed: { type: 'string' } })).toThrow('--seed needs a value');
});
