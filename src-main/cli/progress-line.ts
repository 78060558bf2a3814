import { inEnglish } from '@contract/in-language';
import type { Said } from '@contract/said';

export interface Progress {
  /** 0–1. */
  progress: number;
  elapsedMs: number;
  remainingMs: number | null;
  detail: Said;
}

const BAR_WIDTH = 24;

/** '██████░░░░  45 %  Epoch 12 of 40  1:05 left', cut to the width of the terminal. */
export function progressLine({ progress, remainingMs, detail }: Progress, columns: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, progress)) * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const percent = `${Math.floor(progress * 100)} %`.padStart(5);
  const left = remainingMs === null ? '' : `  ${formatDuration(remainingMs)} left`;
  return `${bar} ${percent}  ${inEnglish(detail)}${left}`.slice(0, Math.max(20, columns - 1));
}

/** '0:32', '1:05:09'. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** '28.59 dB', or what it means when there is none. */
export function formatPsnr(psnr: number | null, none = 'identical'): string {
  return psnr === null ? none : `${psnr.toFixed(2)} dB`;
}
