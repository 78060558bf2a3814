import { LIMITS, METHODS } from '@contract/model-spec';
import { RECIPE_LIMITS } from '@contract/recipe';
import { PREPARATIONS } from '@contract/photo';
import { RESTORE_ROWS } from '@contract/restore-options';

const range = ({ min, max }: { min: number; max: number }): string => `${min} to ${max}`;
const OF_PRESET = 'as the preset has it';

/** What each flag is for, what it can be, and what holds without it. */
export const FLAG_HELP: Readonly<Record<string, string>> = {
  ...Object.fromEntries(RESTORE_ROWS.map(({ flag, help }) => [flag, help])),
  json: 'one JSON object a line instead of words for people',
  help: 'this text',
  threads: 'processor threads to work with; without it, as many as there are cores',
  device: 'what trains: cpu, cuda or wasm; without it, CUDA where it was installed, else cpu',
  engine: 'what restores: auto (the fastest here), tensorflow, onnx-cpu, onnx-directml, onnx-coreml, onnx-cuda',
  developer: 'what develops camera raw: libraw, darktable or rawtherapee, where installed; libraw without it',
  'as-is': `what of a real pair is left as it is: ${PREPARATIONS.join(', ')}, with commas, or all; without it, all is prepared`,
  task: 'what is learned: deblur, sr (enlarging), denoise or custom; without it, what suits the pair',
  fade: `how much of the way to a faded print, ${range(RECIPE_LIMITS.fade)} percent`,
  lens: `standard deviation of a soft lens’s blur in pixels, ${range(RECIPE_LIMITS.lens)}`,
  defocus: `radius of the disc that a point out of focus becomes, ${range(RECIPE_LIMITS.defocus)} pixels`,
  motion: `length of the line that a moving point draws, ${range(RECIPE_LIMITS.motion)} pixels`,
  angle: `direction of that line, ${range(RECIPE_LIMITS.angle)} degrees from x to y`,
  iso: `noise as a camera’s picture has it at this ISO, up to ${RECIPE_LIMITS.iso.max}`,
  grain: `standard deviation of a film’s grain in mid grey, ${range(RECIPE_LIMITS.grain)} levels of 255`,
  messenger: `how many times smaller a messenger sends it, ${range(RECIPE_LIMITS.messenger)}; compressed, and enlarged again`,
  jpeg: `how strongly a JPEG is compressed, ${range(RECIPE_LIMITS.jpeg)}: 100 less its quality`,
  psf: 'a picture of what a point of light becomes, up to 21 × 21 pixels',
  scale: `how many times larger, ${range(LIMITS.scale)}; without it, as the pair shows, or 3`,
  'blur-sigma': 'standard deviation of the blur in pixels, 0 to 8',
  noise: 'standard deviation of the noise in levels of 255, 0 to 128',
  seed: 'a whole number from 0: the same seed gives the same result; 0 without it',
  seeds: 'every one of these seeds in turn, such as 0-4 or 0,3,7, for a mean with its interval; 0 without it',
  vary: 'what the seeds change: drawing, weights, noise, with commas; all three without it',
  quick: 'fewer points and shorter trainings, to look at first',
  method: `${METHODS.join(', ')}; without it, what suits the task`,
  methods: 'one or more methods with commas',
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
  rate: `step size of the training at its peak, ${range(LIMITS.rate)}; ${OF_PRESET}`,
  with: 'an ingredient more than the preset has; may be given again',
  without: 'an ingredient less than the preset has; may be given again',
  channels: 'auto, luminance (brightness alone) or all; auto without it',
  region: 'the part to learn from, as x,y,width,height in pixels; without it, the whole picture',
  degraded: 'the blurred, noisy or small picture of the pair',
  clean: 'the same scene as it should look',
  swap: 'the pair is the wrong way round: degraded is the clean side',
  burst: 'learns from these shots of one still scene: the first one against the mean of the others',
  'check-degraded': 'the degraded side of a second pair, on which the model is only measured',
  'check-clean': 'the clean side of the second pair',
  sample: 'learns from a drawn picture',
  size: 'side of the drawn picture in pixels, 64 to 2048',
  'time-budget': 'how long the training may take, such as 60s, 20m or 1h; preset and epochs are chosen to fit',
  resume: 'goes on with an interrupted training, by its id',
  out: 'where results are written; nothing that lies there is replaced unless it was asked for',
  overwrite: 'replaces the model file that lies at --out',
  recursive: 'folders with their folders',
  shard: 'part k of n, such as 2/4, for several machines on one folder',
  idle: 'ends when nothing came for so many seconds; without it, at Ctrl-C',
  onnx: 'writes the model as an ONNX file',
  train: 'pictures to train on, or sample; may be given again',
  test: 'a folder of clean test pictures; may be given again',
  model: 'a model file to measure instead of training; may be given again',
  borders: 'what lies beyond the edge: symmetric or circular; symmetric without it',
  luminance: 'how brightness is computed: full or studio; full without it',
  devices: 'the devices to try, with commas; all without it',
  'install-cuda': 'fetches what CUDA needs',
  'remove-cuda': 'gives back the room that CUDA takes in the cache, for every checkout',
};

/** A line a flag, in the order of the command. */
export function flagLines(flags: readonly string[]): string {
  const widest = Math.max(...flags.map((flag) => flag.length));
  return flags.map((flag) => `  --${flag.padEnd(widest)}  ${FLAG_HELP[flag] ?? ''}`).join('\n');
}
