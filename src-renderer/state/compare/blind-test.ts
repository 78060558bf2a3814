import { csvField } from '@contract/csv-cell';
import { seeded, shuffled } from './seeded';
import type { Size } from '../../lib/viewport';

/** A photo in equally large versions, one for each contestant that has one: id of the picture by label. */
export interface BlindTestPhoto extends Size {
  name: string;
  versions: Readonly<Record<string, string>>;
}

/** One question: two versions of the same crop, side by side, nameless. */
export interface Trial {
  photo: string;
  left: { label: string; id: string };
  right: { label: string; id: string };
  size: Size;
  /** The crop's upper left corner in the photo's pixels, and its sides. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Choice = 'left' | 'right' | 'tie';
export interface Answered extends Trial {
  choice: Choice;
}

export interface BlindTestPlan {
  photos: readonly BlindTestPhoto[];
  trials: number;
  /** Sides of the crops in pixels. */
  crop: Size;
  seed: number;
}

/**
 * Random crops of random photos. Each two contestants meet equally often (± 1), each stands left in half (± 1) of its
 * meetings, and the order is shuffled. The same seed gives the same test. Empty when nobody has a rival.
 */
export function planBlindTest({ photos, trials, crop, seed }: BlindTestPlan): Trial[] {
  const random = seeded(seed);
  const meetings = meetingsOf(photos);
  if (meetings.length === 0) return [];
  const order = shuffled(meetings, random);
  const planned = Array.from({ length: trials }, (_, index) => {
    const { a, b, photos: both } = order[index % order.length]!;
    const round = Math.floor(index / order.length);
    return trialOf(both[Math.floor(random() * both.length)]!, round % 2 === 0 ? [a, b] : [b, a], crop, random);
  });
  return shuffled(planned, random);
}

interface Meeting {
  a: string;
  b: string;
  /** The photos that have a version of both. */
  photos: BlindTestPhoto[];
}

function meetingsOf(photos: readonly BlindTestPhoto[]): Meeting[] {
  const labels = [...new Set(photos.flatMap((photo) => Object.keys(photo.versions)))];
  return labels.flatMap((a, index) =>
    labels.slice(index + 1).flatMap((b) => {
      const both = photos.filter(({ versions }) => a in versions && b in versions);
      return both.length > 0 ? [{ a, b, photos: both }] : [];
    }),
  );
}

function trialOf(photo: BlindTestPhoto, [left, right]: [string, string], crop: Size, random: () => number): Trial {
  const width = Math.min(crop.width, photo.width);
  const height = Math.min(crop.height, photo.height);
  return {
    photo: photo.name,
    left: { label: left, id: photo.versions[left]! },
    right: { label: right, id: photo.versions[right]! },
    size: { width: photo.width, height: photo.height },
    x: Math.floor(random() * (photo.width - width + 1)),
    y: Math.floor(random() * (photo.height - height + 1)),
    width,
    height,
  };
}

export interface Standing {
  label: string;
  wins: number;
  ties: number;
  losses: number;
  /** Share of meetings won, a tie counting half; null before the first. */
  rate: number | null;
  /** The 95 % interval of that share. */
  interval: { low: number; high: number };
}

/** Every contestant's wins, best first. */
export function standingsOf(answered: readonly Answered[], labels: readonly string[]): Standing[] {
  return labels
    .map((label) => standingOf(answered, label))
    .sort((a, b) => (b.rate ?? -1) - (a.rate ?? -1) || a.label.localeCompare(b.label));
}

function standingOf(answered: readonly Answered[], label: string): Standing {
  const own = answered.filter(({ left, right }) => left.label === label || right.label === label);
  const ties = own.filter(({ choice }) => choice === 'tie').length;
  const wins = own.filter((one) => winnerOf(one) === label).length;
  const points = wins + ties / 2;
  return {
    label,
    wins,
    ties,
    losses: own.length - wins - ties,
    rate: own.length === 0 ? null : points / own.length,
    interval: wilson(points, own.length),
  };
}

/** The label that was preferred; null for a tie. */
const winnerOf = ({ choice, left, right }: Answered): string | null =>
  choice === 'tie' ? null : choice === 'left' ? left.label : right.label;

/** 1.96 standard deviations on each side hold 95 %. */
const Z_95 = 1.959963984540054;

/**
 * Wilson's 95 % interval for a share of `points` in `count` (E. B. Wilson, JASA 22, 1927): unlike the usual one it is
 * right for small counts and never leaves [0,1]. All of [0,1] when nothing was counted.
 */
export function wilson(points: number, count: number): { low: number; high: number } {
  if (count === 0) return { low: 0, high: 1 };
  const share = points / count;
  const z2 = Z_95 ** 2 / count;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = (Z_95 / (1 + z2)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Whether the answers tell the leader from chance: with two contestants, when its interval lies above one half. */
export const isClear = ([best]: readonly Standing[]): boolean => best?.rate != null && best.interval.low > 0.5;

const COLUMNS = ['trial', 'photo', 'x', 'y', 'width', 'height', 'left', 'right', 'choice', 'preferred'] as const;

/** The answers, one a line, for a spreadsheet (RFC 4180). */
export function blindTestCsv(answered: readonly Answered[]): string {
  const rows = answered.map((one, index) => [
    index + 1,
    one.photo,
    one.x,
    one.y,
    one.width,
    one.height,
    one.left.label,
    one.right.label,
    one.choice,
    winnerOf(one) ?? '',
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}
