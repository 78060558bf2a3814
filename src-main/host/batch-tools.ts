import type { Language } from '@contract/languages';
import type { BatchLog } from './batch-log';
import type { HostTools } from './tools';

export interface BatchTools extends HostTools {
  batches: BatchLog;
  /** In which language the report is written. */
  language: () => Promise<Language>;
  /** What develops camera raw. */
  developer: () => string;
  /** What a photo is called below the folder it was found in. */
  relativeName: (photo: string) => string | null;
}
