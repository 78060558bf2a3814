/**
 * The bars of docs/trust.md: what must hold, and what holds it. `tests`: files below test/, as they are called there;
 * a bar that notes its tries itself (test/fixtures/bar.ts) names them by `notes`.
 * @typedef {{ about: string, tests: string[], notes?: string[] }} Bar
 */

/** @type {Bar[]} */
export const BARS = [
  {
    about:
      'a power cut behind any step of a save, rename, removal, checkpoint, setting or batch: old or new, nothing said is lost',
    tests: ['trust/power-cut.test.ts'],
    notes: ['power cut'],
  },
  {
    about: 'a write killed ahead of or within any step, or failing there (EIO, full disk)',
    tests: ['disk/atomic-write.test.ts'],
  },
  {
    about: 'photos with changed, missing or doubled bytes are read or refused in words; nothing crashes or hangs',
    tests: ['native/trust/photo-mutations.test.ts'],
    notes: ['mutated photos'],
  },
  {
    about: 'model files with any one bit flipped, cut at any byte, of other makers or versions are refused in words',
    tests: ['store/model-file.test.ts'],
    notes: ['bits flipped'],
  },
  {
    about:
      'ledger, report and their folders in a folder that a stranger filled: links, pipes, devices, 500 MB, results outside',
    tests: ['store/batch/strangers-folder.test.ts'],
  },
  {
    about: 'originals are never reached, and only results are overwritten; a batch killed anywhere goes on',
    tests: ['store/batch/batch.test.ts'],
  },
  { about: 'a disk that does not answer is said so', tests: ['disk/answering.test.ts', 'disk/file-answers.test.ts'] },
  {
    about: 'names and texts from outside are shown by one function',
    tests: ['contract/shown-name.test.ts', 'store/batch/report.test.ts'],
  },
  { about: 'a walk names every entry that it cannot use', tests: ['store/batch/folder.test.ts'] },
  { about: 'one owner a results folder, a settings file, a library', tests: ['disk/claim.test.ts'] },
  {
    about: 'a cancel is seen at once, and the work soon ends',
    tests: ['native/trust/cancel.test.ts'],
    notes: ['cancels of a training', 'cancels of a photo'],
  },
  { about: 'two programs, one library', tests: ['store/library.test.ts'] },
  { about: 'settings: only "not there" is empty; two programs lose nothing', tests: ['store/settings-file.test.ts'] },
  {
    about: 'a model is written over a model only, never over an input or a link',
    tests: ['disk/replaceable.test.ts', 'host/registry.test.ts'],
  },
  {
    about: 'one death of a child process is one death',
    tests: ['processes/supervisor.test.ts', 'processes/starts.test.ts', 'processes/client.test.ts'],
  },
  {
    about: 'requests to the loopback page: no token, other origin, other host, other path, too large, too slow',
    tests: [
      'web/requests.test.ts',
      'web/secrets.test.ts',
      'web/sockets.test.ts',
      'web/limits.test.ts',
      'web/uploads.test.ts',
    ],
  },
  {
    about: 'pages of the window: senders, own scheme, options, fuses',
    tests: ['desktop/ipc.test.ts', 'desktop/scheme.test.ts', 'desktop/index.test.ts', 'desktop/fuses.test.ts'],
  },
];

/**
 * Proofs over the built command line (scripts/soak.mjs).
 * @type {{ about: string, args: string[], count: string }[]}
 */
export const SOAKS = [
  {
    about: 'a batch killed at random moments and run again: the same folder to the last bit',
    args: ['kills', '--count', '60', '--kills', '200'],
    count: '200 kills',
  },
  {
    about: 'the app is killed in the middle of a long step: its processes are gone within 2 s',
    args: ['orphans', '--kills', '12'],
    count: '12 kills',
  },
  { about: 'no original is opened for writing or changed (strace)', args: ['touch'], count: '40 originals' },
];
