import type { JobState } from '@contract/job';
import type { Ingredient, LossName, Mode, TaskName, ChannelsName } from '@contract/model-spec';
import type { ConflictPolicy, OutputFormat, VerdictLevel } from '@contract/photo';
import { methodCards } from '../method-cards';

/** The names of what the settings and states can be. */
export const tasks: Record<TaskName, string> = {
  deblur: 'Deblurring',
  sr: 'Enlarging',
  denoise: 'Denoising',
  custom: 'Own pair',
};

export const { methods, presets } = methodCards('en', { best: 'Best', fast: 'Fast', paper: 'Paper' });

export const ingredients: Record<Ingredient, { name: string; text: string }> = {
  residual: { name: 'Learn the difference', text: 'The network learns what to add to the degraded photo.' },
  'linear-start': {
    name: 'Start from the linear filter',
    text: 'The network learns only what the filter leaves over.',
  },
  'filtered-input': {
    name: 'Read the filtered photo',
    text: 'The network sees what the filter made, noise and all: smooth areas stay smooth.',
  },
  'weighted-overlap': { name: 'Weigh overlapping patches', text: 'The surest parts of each patch count more.' },
  augmentation: {
    name: 'Flipped patches',
    text: 'Patches are also learned mirrored and turned, where the pair turns out to allow it.',
  },
  muon: {
    name: 'Muon',
    text: 'Hidden layers step equally far in all directions (orthogonalised momentum): better in short trainings.',
  },
  'weight-average': { name: 'Average the weights', text: 'The model is the mean of its last steps: steadier.' },
  'self-ensemble': {
    name: 'Flip when restoring',
    text: 'Up to four turned versions restored and averaged: better, but slower.',
  },
  'crisp-dial': {
    name: 'Faithful and crisp',
    text: 'Keeps the model of both stages: a dial blends them when restoring.',
  },
  'gradient-gain': {
    name: 'Amplify to match gradients',
    text: 'Off in every preset. What is restored is strengthened until edges and textures are as strong as in the clean photo.',
  },
  'match-tone': {
    name: 'Match exposure first',
    text: 'A small difference in brightness or colour between the two photos counts as chance and is not learned.',
  },
  'joint-colour': {
    name: 'Colours together',
    text: 'Red, green and blue are restored together, so that colour noise can be told from colour. Only for whole tiles and all colours.',
  },
  'drawn-alike': {
    name: 'More pictures degraded alike',
    text: 'Blur, noise and compression are read off the pair, and other pictures with the same faults are learned from, too.',
  },
};

export const modes: Record<Mode, string> = {
  patch2patch: 'Whole patches',
  patch2pixel: 'One pixel a patch',
  picture: 'Whole tiles',
};

export const losses: Record<LossName, string> = { l2: 'Squared error', l1: 'Absolute error' };

export const channels: Record<ChannelsName, string> = {
  auto: 'As the pair needs',
  luminance: 'Brightness only',
  all: 'All colours',
};

export const levels: Record<VerdictLevel, string> = { good: 'Good', caution: 'Note', stop: 'Stop' };

export const states: Record<JobState, string> = {
  queued: 'Waiting',
  running: 'Running',
  paused: 'Paused',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

export const conflicts: Record<ConflictPolicy, string> = {
  rename: 'Add a number',
  skip: 'Skip the photo',
  overwrite: 'Replace the file',
};

export const formats: Record<OutputFormat, string> = {
  same: 'Same as the photo',
  jpeg: 'JPEG',
  png: 'PNG',
  tiff: 'TIFF',
  webp: 'WebP',
  avif: 'AVIF',
  jxl: 'JPEG XL',
};

/** Numbers that are typed. */
export const numbers = {
  range: (least: string, most: string) => `${least}–${most}`,
  above: (typed: string, most: string) => `${typed} is too large: ${most} is the most.`,
  below: (typed: string, least: string) => `${typed} is too small: ${least} is the least.`,
  between: (typed: string, used: string) => `${typed} does not fit: ${used} is the nearest that does.`,
  none: (used: string) => `That was no number: ${used} stays.`,
};

/** Said in many places. */
export const common = {
  app: 'Onepair',
  degraded: 'Degraded',
  clean: 'Clean',
  forSide: (verb: string, side: string) => `${verb}: ${side}`,
  restoredNow: 'Restored',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  about: (time: string) => `about ${time}`,
  underOneSecond: 'under 1 s',
};
