import type { FolderRef, PhotoRef } from './photo';

export interface FolderListing {
  folder: FolderRef;
  /** Absent at the top (the user's home). */
  parent?: FolderRef;
  folders: FolderRef[];
  photos: PhotoRef[];
}
