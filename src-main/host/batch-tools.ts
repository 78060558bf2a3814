import type { Language } from '@contract/languages';
import type { BatchLog } from './batch-log';
import type { HostTools } from './tools';

export interface RestoringTools extends HostTools {
  /** A photo of usual size that takes longer to open or save hangs. */
  patienceMs: number;
}

export interface BatchTools extends RestoringTools {
  batches: BatchLog;
  /** In which language the report is written. */
  language: () => Promise<Language>;
  /** What a photo is called below the folder it was found in. */
  relativeName: (photo: string) => string | null;
}
