import { inEnglish } from '@contract/in-language';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { COMPUTE, readArguments, words } from '../arguments';
import { readSetUp, startScript } from '../../host/cuda';
import { EXIT } from '../exit';
import { withSession } from '../session';
import type { Verb } from '../verb';

export const doctor: Verb = {
  summary: 'what runs here, and whether it works',
  usage: 'onepair doctor [--device cuda|cpu|wasm] [--threads N] [--install-cuda|--remove-cuda]',
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, {
      ...COMPUTE,
      'install-cuda': { type: 'boolean' },
      'remove-cuda': { type: 'boolean' },
    });
    words(positionals);
    // Its own words tell how it went; what runs afterwards is said either way.
    const run = (...script: string[]) =>
      once(startScript(surroundings.root, script, 2), 'close').catch(() => undefined);
    if (values['remove-cuda']) await run('remove-cuda.mjs');
    if (values['install-cuda']) await run('install-runtime.mjs', 'cuda');
    return withSession(surroundings, output, values, async ({ call }) => {
      const app = await call('app.info', {});
      const runtime = await call('runtime.info', { selfTest: true });
      const setUp = await readSetUp(surroundings.root);
      const files = await realpath(join(surroundings.root, NATIVE_LIBRARIES)).catch(() => 'none');
      const facts: [string, string][] = [
        ['Onepair', `${app.version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`],
        ['Runs on', inEnglish(runtime.label)],
        ['Restores on', inEnglish(runtime.restoring.label)],
        ['TensorFlow', `${runtime.tensorflowVersion} (tfjs ${runtime.tfjsVersion})`],
        ['Libraries', files],
        ['Memory', `${(runtime.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
        ['Results', app.defaultOutput],
        [
          'Self-test',
          `matrix product ${(runtime.matmulGflops ?? 0).toFixed(0)} GFLOP/s, a training ${(runtime.trainingStepMs ?? 0).toFixed(0)} ms`,
        ],
      ];
      for (const [name, value] of facts) output.say(`${name.padEnd(11)} ${value}`);
      for (const note of [
        runtime.reason,
        runtime.restoring.reason,
        untrainable(runtime.cannotTrain),
        setUp.reason,
        setUp.offer,
      ])
        if (note !== '') output.say(note);
      output.result({ app, runtime, setUp, libraries: files });
      return EXIT.done;
    });
  },
};

const untrainable = (methods: readonly string[]): string =>
  methods.length === 0
    ? ''
    : `Cannot be trained on this runtime, which has no gradients of convolutions: ${methods.join(', ')}. Their models restore photos here. "npm run setup" brings native TensorFlow.`;

const NATIVE_LIBRARIES = 'node_modules/@tensorflow/tfjs-node-gpu/deps/lib';
