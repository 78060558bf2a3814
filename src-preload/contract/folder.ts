import * as v from 'valibot';
import { folderRefSchema, photoRefSchema } from './photo';

export const folderListingSchema = v.object({
  folder: folderRefSchema,
  /** The home, and the disks of the computer. */
  places: v.array(folderRefSchema),
  /** It lies outside the home: the user is asked before anything of it is told. */
  asks: v.exactOptional(v.literal(true)),
  /** Absent at the top of a disk. */
  parent: v.exactOptional(folderRefSchema),
  folders: v.array(folderRefSchema),
  photos: v.array(photoRefSchema),
});
export type FolderListing = v.InferOutput<typeof folderListingSchema>;
