import type { Children } from '../processes/children';
import type { Disks } from './disks';
import type { PhotoCalls } from './photo-calls';
import type { Store } from '../store/store';
import type { Registry } from './registry';
import type { SessionFiles } from './session-files';

/** What every part of the host works with. */
export interface HostTools {
  children: { compute: Children['compute']; photos: PhotoCalls };
  disks: Disks;
  registry: Registry;
  store: Store;
  files: SessionFiles;
}
