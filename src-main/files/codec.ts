/** Photos in and out. All decoding happens in the process that calls this; a broken photo may cost that process. */
export { probePhoto } from './codec/probe';
export { decodePhoto } from './codec/decode';
export { encodePhoto, encodePhotoBytes, type EncodeRequest, type OutputSettings } from './codec/encode';
export { partAsPng } from './codec/part';
export { renderPyramidTile, writePyramid, type Pyramid } from './codec/pyramid';
export { renderTile, type Tile } from './codec/tile';
