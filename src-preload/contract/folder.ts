import type { FolderRef, PhotoRef } from './photo';

export interface FolderListing {
  folder: FolderRef;
  /** The home, and the disks of the computer. */
  places: FolderRef[];
  /** It lies outside the home: the user is asked before anything of it is told. */
  asks?: true;
  /** Absent at the top of a disk. */
  parent?: FolderRef;
  folders: FolderRef[];
  photos: PhotoRef[];
}
