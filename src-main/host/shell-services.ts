import type { Answer, Args } from '@contract/channels';
import type { AppInfo } from '@contract/runtime';
import type { Check, SelfTestReport } from '@contract/self-test';
import type { Registry } from './registry';

/** The channels that only a shell can answer: dialogs and what kind of shell it is. */
export interface ShellServices {
  /** The host adds where results go. */
  info(): Omit<AppInfo, 'defaultOutput'>;
  /** The system's languages, the user's favourite first; absent where everything is said in English. */
  languages?(): readonly string[];
  /** Shows a folder or a page of our own in the system's program for it; false where that did not work. */
  openPath?(path: string): Promise<boolean>;
  pickPhotos(args: Args<'photos.pick'>, registry: Registry): Promise<Answer<'photos.pick'>>;
  pickFolder(registry: Registry): Promise<Answer<'folders.pick'>>;
  /** Files that the system asked to be opened with the app since the last call; absent where it cannot ask. */
  opened?(): string[];
  /** The main side's part of a self-test; absent where there is none. */
  selfTest?(): Promise<Check[]>;
  /** Told when a self-test is through. */
  selfTestDone?(report: SelfTestReport): void;
  listFolder(args: Args<'folders.list'>, registry: Registry): Promise<Answer<'folders.list'>>;
}
