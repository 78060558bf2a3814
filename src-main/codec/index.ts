/** Photos in and out. All decoding happens in the process that calls this; a broken photo may cost that process. */
export { probePhoto } from './probe';
export { decodePhoto, type Profile } from './decode';
export { encodePhoto, encodePhotoBytes, encodePhotoParts, refuseSize, type OutputSettings } from './encode';
export { partAsPng } from './part';
export { profileOf } from './profile';
export { renderPyramidTile, writePyramid, type Pyramid } from './pyramid';
export { renderTile } from './tile';
