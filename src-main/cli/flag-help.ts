import { INGREDIENTS, LIMITS, METHODS, PAPER_DEGRADATION, SAMPLE_SIDE } from '@contract/model-spec';
import { RECIPE_LIMITS } from '@contract/recipe';
import { PREPARATIONS } from '@contract/photo';
import { failureOf, type Failure } from '@contract/result';
import { RESTORE_ROWS } from '@contract/restore-options';
import { say } from '@contract/sentence';

const range = ({ min, max }: { min: number; max: number }): string => `${min} to ${max}`;
const OF_PRESET = 'as the preset has it';

/** What each flag is for, what it can be, and what holds without it. */
export const FLAG_HELP: Readonly<Record<string, string>> = {
  ...Object.fromEntries(RESTORE_ROWS.map(({ flag, help }) => [flag, help])),
  json: 'one JSON object a line instead of words for people',
  help: 'this text',
  threads: 'processor threads to work with, 1 to 512; without it, as many as there are cores',
  device: 'what computes: cpu, cuda or wasm; without it, CUDA where it was installed, else cpu',
  engine:
    'what restores: auto (the fastest here), tensorflow, onnx-cpu, onnx-directml, onnx-coreml, onnx-cuda, onnx-webgpu; auto without it',
  developer: 'what develops camera raw: libraw, darktable or rawtherapee, where installed; libraw without it',
  'as-is': `what of a real pair is left as it is: ${PREPARATIONS.join(', ')}, with commas, or all; without it, all is prepared`,
  task: 'what is learned: deblur, sr (enlarging), denoise or custom; without it, nothing is assumed of a pair',
  fade: `how much of the way to a faded print, ${range(RECIPE_LIMITS.fade)} percent; none without it`,
  lens: `standard deviation of a soft lens’s blur in pixels, ${range(RECIPE_LIMITS.lens)}; none without it`,
  defocus: `radius of the disc that a point out of focus becomes, ${range(RECIPE_LIMITS.defocus)} pixels; none without it`,
  motion: `length of the line that a moving point draws, ${range(RECIPE_LIMITS.motion)} pixels; none without it`,
  angle: `direction of that line, ${range(RECIPE_LIMITS.angle)} degrees from x to y; 0 without it`,
  iso: `noise as a camera’s picture has it at this ISO, up to ${RECIPE_LIMITS.iso.max}; none without it`,
  grain: `standard deviation of a film’s grain in mid grey, ${range(RECIPE_LIMITS.grain)} levels of 255; none without it`,
  messenger: `how many times smaller a messenger sends it, ${range(RECIPE_LIMITS.messenger)}; compressed, and enlarged again; none without it`,
  jpeg: `how strongly a JPEG is compressed, ${range(RECIPE_LIMITS.jpeg)}: 100 less its quality; none without it`,
  psf: 'a picture of what a point of light becomes, up to 21 × 21 pixels; none without it',
  scale: `how many times larger, ${range(LIMITS.scale)}; without it, as the pair shows, or 3`,
  'blur-sigma': `standard deviation of the blur in pixels, 0 to 8; ${PAPER_DEGRADATION.blurSigma} without it`,
  noise: `standard deviation of the noise in levels of 255, 0 to 128; ${PAPER_DEGRADATION.noise.toFixed(3)} without it, ${PAPER_DEGRADATION.denoiseNoise} for denoise`,
  scene: 'draws a scene with sky, skin, leaves and letters instead of shapes',
  seed: 'a whole number from 0: the same seed gives the same result; 0 without it',
  seeds: 'every one of these seeds in turn, such as 0-4 or 0,3,7, for a mean with its interval; 0 without it',
  vary: 'what the seeds change: drawing, weights, noise, with commas; all three without it',
  quick: 'fewer points and shorter trainings, to look at first; all of them without it',
  method: `${METHODS.join(', ')}; without it, what suits the task`,
  methods: `one or more of ${METHODS.join(', ')}, with commas; without it, those of the paper`,
  preset: 'best, fast, or paper (the published settings); best without it',
  patch: `side of the square that the model sees at once, in pixels, ${range(LIMITS.patch)}; ${OF_PRESET}`,
  columns: `columns of the RNN’s patches, ${range(LIMITS.patch)}; as many as --patch without it`,
  'step-rows': `rows that the RNN reads at a time step, a divisor of --patch; 1 without it`,
  units: `width of the network, ${range(LIMITS.units)}; ${OF_PRESET}`,
  epochs: `how often the training goes through its patches, ${range(LIMITS.epochs)}; ${OF_PRESET}`,
  'stage-epochs': `epochs of both stages of a GAN, such as 25,80; ${OF_PRESET}`,
  lambda: `weight of the discriminator in stage 2, ${range(LIMITS.lambda)}; ${OF_PRESET}`,
  mode: `what is restored at once: patch2patch, patch2pixel or picture; ${OF_PRESET}`,
  loss: `error that is made small: l1 or l2; ${OF_PRESET}`,
  batch: `patches a step, ${range(LIMITS.batch)}; ${OF_PRESET}`,
  'patches-per-epoch': `patches drawn for an epoch, ${range(LIMITS.patchesPerEpoch)}; ${OF_PRESET}`,
  rate: `step size of the training at its peak, ${range(LIMITS.rate)}; ${OF_PRESET}`,
  with: `an ingredient more than the preset has, of ${INGREDIENTS.join(', ')}; may be given again`,
  without: 'an ingredient less than the preset has, by the same names; may be given again',
  channels: 'auto, luminance (brightness alone) or all; auto without it',
  region: 'the part to learn from, as x,y,width,height in pixels; without it, the whole picture',
  degraded: 'the blurred, noisy or small picture of the pair',
  clean: 'the same scene as it should look',
  swap: 'the pair is the wrong way round: --degraded is the clean side',
  burst: 'learns from these shots of one still scene: the first one against the mean of the others',
  'check-degraded': 'the degraded side of a second pair, on which the model is only measured',
  'check-clean': 'the clean side of the second pair',
  sample: 'learns from a drawn picture',
  size: `side of the drawn picture in pixels, 64 to 2048; ${SAMPLE_SIDE} without it`,
  'time-budget':
    'how long the training may take, such as 60s, 20m or 1h; preset and epochs are chosen to fit; without it, as the preset takes',
  resume: 'goes on with an interrupted training, by its id',
  out: 'the folder to write to; nothing that lies there is replaced',
  overwrite: 'replaces the model file that lies at --out; without it, that is refused',
  recursive: 'folders with the folders in them; without it, only the photos in them',
  shard: 'part k of n, such as 2/4, for several machines on one folder; all of it without it',
  idle: 'ends when nothing came for so many seconds; without it, at Ctrl-C',
  onnx: 'writes the model as an ONNX file of this name',
  train: 'pictures to train on, or sample; may be given again',
  test: 'a folder of clean test pictures; may be given again',
  model: 'a model file to measure instead of training; may be given again',
  borders: 'what lies beyond the edge: symmetric or circular; symmetric without it',
  luminance: 'how brightness is computed: full or studio; full without it',
  devices: 'the devices to try, with commas; all without it',
  'install-cuda': 'fetches what CUDA needs',
  'remove-cuda': 'gives back the room that CUDA takes in the cache, for every checkout',
};

const RESULTS = 'the folder of the results; without it, that of the settings';
const REPORTS = 'where the numbers are written, by the ending of the name; only shown without it; may be given again';

/** What a flag is to one command, where that is not what it is to others. */
const OF_COMMAND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  train: {
    out: 'the model file to write; without it, the model goes into the library',
    name: 'name of the model; without it, after the pair and the method',
  },
  restore: { out: RESULTS },
  watch: { out: 'the folder of the results' },
  evaluate: { out: REPORTS },
  study: { out: REPORTS },
  models: { out: 'the folder to export to; without it, the one at hand' },
  demo: { out: 'the folder to write to; onepair-demo without it' },
  'self-test': { out: 'the folder for the report; only shown without it' },
};

/** A line a flag, in the order of the command. */
export function flagLines(command: string, flags: readonly string[]): string {
  const widest = Math.max(...flags.map((flag) => flag.length));
  const help = { ...FLAG_HELP, ...OF_COMMAND[command] };
  return flags.map((flag) => `  --${flag.padEnd(widest)}  ${help[flag] ?? ''}`).join('\n');
}

/** What is wrong with a value that a flag was given, where a call of the app says so of its own setting. */
export function inFlags(failure: Failure): Failure {
  const { id, args: { setting, value } = {} } = failure.sentence;
  if (id !== 'setting.ofCall' || typeof setting !== 'string' || typeof value !== 'string') return failure;
  const named = setting.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
  const flag = named.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const help = Object.hasOwn(FLAG_HELP, flag) ? FLAG_HELP[flag] : undefined;
  if (help === undefined) return failure;
  return failureOf('bad-input', say('plain', { text: `--${flag} cannot be ${value} (${help}).` }));
}
