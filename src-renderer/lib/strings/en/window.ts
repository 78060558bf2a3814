import type { Theme } from '@contract/settings';
import type { ViewName } from '@contract/session';

export const views: Record<ViewName, string> = {
  pair: 'Pair',
  train: 'Train',
  restore: 'Restore',
  compare: 'Compare',
  library: 'Library',
  lab: 'Lab',
  settings: 'Settings',
};
export const titles: Record<ViewName, string> = {
  pair: 'Bring one pair',
  train: 'Train a model',
  restore: 'Restore photos',
  compare: 'Judge with your eyes',
  library: 'Your models',
  lab: 'Experiments on your own pair',
  settings: 'Settings',
};
const themes: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export const window = {
  panels: 'Hide or show the panels',
  full: 'Full screen',
  histogram: 'Histogram',
  histogramOf: (name: string) => `Histogram of ${name}`,
  shadows: 'Clipped shadows: pixels with a colour at its darkest',
  highlights: 'Clipped highlights: pixels with a colour at its brightest',
  share: (share: number) => `${(100 * share).toFixed(1)} %`,
  navigation: 'Views',
  theme: 'Theme',
  themes,
  device: 'Runs on',
  deviceUnknown: 'Starting…',
  deviceFailed: 'Not running',
  linkLost: 'The connection to Onepair is lost.',
  viewFailed: 'This view met a fault and cannot be shown. Nothing that runs is touched; the other views work.',
  showAgain: 'Show it again',
  missing: (names: readonly string[]) =>
    names.length === 1
      ? `“${names[0]}” is not where it was the last time. Add it again.`
      : `${names.length} photos are not where they were the last time: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}. Add them again.`,
  keptInPart: (kept: number, all: number) =>
    `Of these ${all} photos the first ${kept} will be here again when Onepair is started the next time. Restoring takes all.`,
  silent: (names: readonly string[]) =>
    names.length === 1
      ? `The disk of “${names[0]}” does not answer. Connect it again and start Onepair again, or add the photo again.`
      : `Disks of ${names.length} photos do not answer: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}. Connect them again and start Onepair again, or add the photos again.`,
};

export const jobs = {
  moveHelp: 'Drag, or press the arrow keys, to let it run sooner or later.',
  move: (title: string) => `Sooner: ${title}`,
  more: (count: number) => `${count} more`,
  region: 'Running jobs',
  none: 'Nothing is running.',
  left: (clock: string) => `${clock} left`,
  pause: 'Pause',
  resume: 'Resume',
  stop: {
    train: 'Stop and keep',
    restore: 'Finish this photo and stop',
    study: 'Stop and keep',
    evaluate: 'Stop and keep',
  },
  cancel: 'Cancel',
  progressOf: (title: string) => `Progress of ${title}`,
  interrupted: (name: string, epoch: number, epochs: number) =>
    `The training of “${name}” was interrupted at epoch ${epoch} of ${epochs}.`,
  resumeTraining: 'Resume',
  discard: 'Discard',
};

export const folders = {
  path: 'Path of the folder',
  pathHelp: 'Type a path and press Enter; ~ is your home folder.',
  places: 'Disks',
  outside: (folder: string) => `${folder} lies outside your home folder. May this page look into it?`,
  visit: 'Look into it',
  stay: 'Stay at home',
  photosTitle: 'Choose photos on this computer',
  folderTitle: 'Choose a folder on this computer',
  up: 'Up',
  none: 'No photos or folders here.',
  useFolder: 'Use this folder',
  usePhotos: (count: number) => (count === 1 ? 'Use 1 photo' : `Use ${count} photos`),
  loading: 'Reading the folder…',
};

export const firstRun = {
  betterIn: (time: string) => `Train the better model: ${time}`,
  better: 'Train the better model',
  bothMethods: 'Now RNN against RNN-GAN',
  bothHelp: 'One after the other with their fast presets; then both open in Compare beside the original.',
  ownPhoto: 'Now your own photo',
  ownSoon: 'The part you see is restored; the rest follows.',
  ownSeen: 'That was a first look with a small model.',
  demoSeen: 'That was a drawn picture and a small model.',
  next: 'What next',
  quickHelp: 'A small model learns your pair within a minute, then Compare opens. The better one is offered there.',
  quick: 'First look in a minute',
  title: 'New here? See it work, no photo needed',
  text: 'A picture is drawn and blurred, a small model learns to undo that, and you compare: well under a minute.',
  start: 'Show me',
};
