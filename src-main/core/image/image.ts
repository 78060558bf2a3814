import type { Rect } from '@contract/model-spec';

/** A picture as floats: [height, width, channels], row-major, channels interleaved, RGB or luminance, values in [0,1]. */
export interface ImageF32 {
  data: Float32Array;
  width: number;
  height: number;
  channels: number;
}

/** A picture that is read piece by piece, so that no float copy of a whole photo exists. */
export interface PixelSource {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Samples in [0,1], [rect.height, rect.width, channels]. The rectangle lies inside the picture. */
  read(rect: Rect): Promise<ImageF32>;
}

/** Takes the restored picture as bands of full rows, top to bottom, each exactly once; rounds once. */
export interface PixelSink {
  writeRows(firstRow: number, rows: ImageF32): Promise<void>;
}
