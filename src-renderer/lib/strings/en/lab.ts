import type { Source } from '../../../state/names';

const sources: Record<Source, string> = { pair: 'My pair', drawn: 'Drawn pictures' };

export const lab = {
  study: 'Study',
  sources,
  source: 'Pictures',
  sourceHelp: {
    pair: 'Part of the clean photo teaches, another part is measured on. Nothing leaves this machine.',
    drawn: 'Pictures drawn by Onepair: the same on every machine.',
  },
  noPair: 'Bring a pair in the Pair view to study your own photo.',
  methods: 'Methods compared',
  preset: 'Preset',
  size: 'Size',
  sizes: { small: 'Small', full: 'Full' },
  sizeHelp: {
    small: 'Small pictures and few points: minutes.',
    full: 'Everything the paper shows: hours with large methods.',
  },
  start: 'Run the study',
  running: 'A study is under way: one at a time.',
  watch: 'Show what runs',
  kept: 'Kept results',
  empty:
    'Experiments of the paper, on your own pair: noise, blur, number of patches, what makes a good picture to learn from. Choose one and run it small.',
  columns: { study: 'Study', pictures: 'Learned from', state: 'State', date: 'Date', actions: 'Actions' },
  complete: 'Complete',
  partly: (done: number, steps: number) => `${done} of ${steps} steps`,
  open: (title: string) => `Open “${title}”`,
  goOn: 'Go on',
  goOnNeeds: (name: string) => `To go on, bring the pair of “${name}” again.`,
  remove: (title: string) => `Remove “${title}”`,
  removeTitle: 'Remove this result?',
  removeText: 'Its numbers and everything kept to go on with it are deleted.',
  removeAction: 'Remove',
  back: 'All results',
  exportCsv: 'Save the numbers (CSV)',
  waiting: 'The first numbers appear here when the first step is done.',
  notes: 'Notes',
  learnedFrom: (names: string) => `Learned from ${names}.`,
  measuredOn: (names: string) => `Measured on ${names}.`,
  madeWith: (device: string, version: string) => `Made on ${device} with Onepair ${version}.`,
  chart: (title: string, lines: string) => `${title}. ${lines}`,
  part: (way: string, at: string) => `${way}, ${at}`,
  point: (series: string, x: string, y: string) => `${series}: ${y} at ${x}`,
};
