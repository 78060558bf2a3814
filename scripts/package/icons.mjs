import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** What Apple calls a PNG of that size, in 1x and 2x. */
const ICNS = [
  ['icp4', 16],
  ['ic11', 32],
  ['icp5', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];
const ICO = [16, 24, 32, 48, 64, 128, 256];

/** @typedef {Map<number, Buffer>} Drawn PNG files by their side */

/** @param {string} svg @returns {Promise<Drawn>} */
async function draw(svg) {
  const source = readFileSync(svg);
  const drawn = new Map();
  for (const size of SIZES) {
    // Drawn at that size, not made smaller: edges stay sharp.
    drawn.set(size, await sharp(source, { density: (72 * size) / 64 }).resize(size, size).png({ compressionLevel: 9 }).toBuffer()); // prettier-ignore
  }
  return drawn;
}

/** @param {number} value */
const bigEndian = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Apple's container: name, length (both counted in) and bytes of each picture. @param {Drawn} drawn */
export function icns(drawn) {
  const parts = ICNS.flatMap(([name, size]) => {
    const png = drawn.get(Number(size)) ?? Buffer.alloc(0);
    return [Buffer.from(String(name), 'latin1'), bigEndian(png.length + 8), png];
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from('icns', 'latin1'), bigEndian(body.length + 8), body]);
}

/** Windows' container: a directory of PNG pictures. @param {Drawn} drawn */
export function ico(drawn) {
  const header = Buffer.from([0, 0, 1, 0, ICO.length, 0]);
  let offset = header.length + 16 * ICO.length;
  const entries = ICO.map((size) => {
    const entry = Buffer.alloc(16);
    const png = drawn.get(size) ?? Buffer.alloc(0);
    entry.writeUInt8(size % 256, 0); // 256 is written as 0
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...ICO.map((size) => drawn.get(size) ?? Buffer.alloc(0))]);
}

/**
 * Draws the icons of the app and of its model files from resources/*.svg.
 * @param {string} root
 * @param {string} folder electron-builder's build resources
 */
export async function drawIcons(root, folder) {
  mkdirSync(join(folder, 'icons'), { recursive: true });
  for (const name of ['icon', 'model']) {
    const drawn = await draw(join(root, 'resources', `${name}.svg`));
    writeFileSync(join(folder, `${name}.icns`), icns(drawn));
    writeFileSync(join(folder, `${name}.ico`), ico(drawn));
    for (const [size, png] of name === 'icon' ? drawn : [])
      writeFileSync(join(folder, 'icons', `${size}x${size}.png`), png);
  }
}
