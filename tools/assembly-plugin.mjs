import { basename, dirname } from 'node:path';

const QUERY = '?assembly';
const OPTIONS = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--converge', '--noAssert'];

/**
 * Lets modules import AssemblyScript as the bytes of its WebAssembly module: `import bytes from './x.ts?assembly'`.
 * @returns {import('vite').Plugin}
 */
export function assembly() {
  return {
    name: 'assembly',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(QUERY)) return null;
      const bytes = await compiled(id.slice(0, -QUERY.length));
      return `export default Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0));`;
    },
  };
}

/**
 * What is used here of the compiler. Its own types would change those of arrays for the whole project.
 * @typedef {(args: string[], where: { writeFile: (name: string, content: Uint8Array) => void }) =>
 *   Promise<{ error: Error | null, stderr: { toString(): string } }>} Compile
 */
const COMPILER = 'assemblyscript/asc';

/**
 * @param {string} file
 * @returns {Promise<Buffer>}
 */
async function compiled(file) {
  const { main } = /** @type {{ main: Compile }} */ (await import(COMPILER));
  /** @type {Buffer | undefined} */
  let bytes;
  const args = [basename(file), '--baseDir', dirname(file), '--outFile', 'kernel.wasm', ...OPTIONS];
  const { error, stderr } = await main(args, {
    writeFile: (_name, content) => void (bytes = Buffer.from(content)),
  });
  if (error || bytes === undefined) throw new Error(`${file}: ${stderr.toString() || error?.message}`);
  return bytes;
}
