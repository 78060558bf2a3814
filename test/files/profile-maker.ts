/** A matrix profile as in ICC.1: Adobe RGB (1998), gamma 563/256, primaries adapted to D50. */
export function adobeRgbProfile(): Buffer {
  const s15 = (...numbers: number[]) => Buffer.concat([signature('XYZ '), Buffer.alloc(4), ...numbers.map(fixed)]);
  const gamma = Buffer.concat([signature('curv'), Buffer.alloc(4), Buffer.from([0, 0, 0, 1, 0x02, 0x33, 0, 0])]);
  const text = Buffer.concat([signature('text'), Buffer.alloc(4), Buffer.from('none\0\0\0\0')]);
  const name = Buffer.concat([
    signature('desc'),
    Buffer.alloc(4),
    Buffer.from([0, 0, 0, 6]),
    Buffer.from('Adobe\0'),
    Buffer.alloc(78),
  ]);
  return profile([
    ['desc', name],
    ['cprt', text],
    ['wtpt', s15(0.9505, 1, 1.0891)],
    ['rXYZ', s15(0.60974, 0.31111, 0.01947)],
    ['gXYZ', s15(0.20528, 0.62567, 0.06087)],
    ['bXYZ', s15(0.14919, 0.06322, 0.74457)],
    ['rTRC', gamma],
    ['gTRC', gamma],
    ['bTRC', gamma],
  ]);
}

const signature = (text: string): Buffer => Buffer.from(text, 'latin1');

function fixed(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(number * 65_536));
  return bytes;
}

function profile(tags: [string, Buffer][]): Buffer {
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length);
  const bodies: Buffer[] = [];
  let at = 128 + table.length;
  tags.forEach(([tag, body], index) => {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    table.write(tag, 4 + 12 * index, 'latin1');
    table.writeUInt32BE(at, 8 + 12 * index);
    table.writeUInt32BE(body.length, 12 + 12 * index);
    bodies.push(padded);
    at += padded.length;
  });
  const head = Buffer.alloc(128);
  head.writeUInt32BE(at, 0);
  head.write('\x02\x10\0\0mntrRGB XYZ ', 8, 'latin1');
  head.write('acsp', 36, 'latin1');
  Buffer.concat([fixed(0.9642), fixed(1), fixed(0.8249)]).copy(head, 68);
  return Buffer.concat([head, table, ...bodies]);
}
