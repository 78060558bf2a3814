import type { Rect } from '@contract/model-spec';
import type { RawPicture } from '@contract/photo';
import sharp from 'sharp';
import { openRawSource } from './raw-picture';
import { embedPng } from './png-chunks';
import { probe } from './probe';

/** A part of a raw picture (null: all of it) as an 8-bit PNG that carries a photo's colour profile. */
export async function partAsPng(raw: RawPicture, rect: Rect | null, photo: string): Promise<Uint8Array> {
  const part = rect ?? { x: 0, y: 0, width: raw.width, height: raw.height };
  const source = await openRawSource(raw);
  try {
    const { data } = await source.read(part);
    const bytes = new Uint8Array(data.length);
    for (let i = 0; i < data.length; i += 1) bytes[i] = Math.floor(data[i]! * 255 + 0.5);
    const { width, height } = part;
    const png = await sharp(bytes, { raw: { width, height, channels: raw.channels } })
      .toColourspace(raw.channels === 1 ? 'b-w' : 'srgb')
      .png({ compressionLevel: 1 })
      .toBuffer();
    const { metadata } = await probe(photo);
    return metadata.icc === undefined ? png : embedPng(png, { icc: metadata.icc, resolution: null });
  } finally {
    await source.close();
  }
}
