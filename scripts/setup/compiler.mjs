import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { errorLine, lastLine, npmCommand, run } from './child.mjs';
import { SetupError } from './say.mjs';
import { sha256OfFile } from './wheel.mjs';

const PROBE = '#include <node_api.h>\n#include <string>\nstd::string probe() { return {}; }\n';

/** @typedef {{ compiler: string, headers: string }} Toolchain */

/** @returns {Promise<string | null>} Node's headers as installed with Node or named to npm */
async function installedHeaders() {
  const npm = npmCommand();
  const named = await run(npm.command, [...npm.args, 'config', 'get', 'nodedir', '--loglevel=error'], {
    timeoutMs: 30_000,
  });
  const prefixes = [process.env['npm_config_nodedir'], lastLine(named.output), join(dirname(process.execPath), '..')];
  for (const prefix of prefixes) {
    if (!prefix) continue;
    const folder = join(prefix, 'include', 'node');
    if (existsSync(join(folder, 'node_api.h'))) return folder;
  }
  return null;
}

/**
 * The binding uses only Node-API, whose headers are a small npm package of the Node project.
 * @param {import('./runtime-choice.mjs').Pins['headers']} pin
 * @param {string} folder where to unpack
 * @returns {Promise<string>}
 */
async function packagedHeaders(pin, folder) {
  mkdirSync(folder, { recursive: true });
  const npm = npmCommand();
  const name = `${pin.name}@${pin.version}`;
  const { output } = await run(npm.command, [...npm.args, 'pack', name, '--silent', '--pack-destination', folder]);
  const file = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
  if (file === undefined) {
    throw new SetupError(`Node's headers were not found, and npm could not fetch ${name} (${lastLine(output)}).`);
  }
  if ((await sha256OfFile(join(folder, file))) !== pin.sha256) {
    throw new SetupError(`${file} from npm is not the pinned file: its sha256 differs.`);
  }
  const unpacked = await run('tar', ['-xzf', join(folder, file), '-C', folder]);
  if (unpacked.code !== 0) throw new SetupError(`${file} could not be unpacked (${lastLine(unpacked.output)}).`);
  return join(folder, 'package', 'include');
}

/** @returns {string} */
function compilerAdvice() {
  return process.platform === 'darwin'
    ? 'install one with "xcode-select --install"'
    : 'install one with "sudo apt install g++" or your system\'s package manager';
}

/**
 * Finds a C++17 compiler and Node's headers, and proves on three lines that they work together: this comes before any
 * large download.
 * @param {import('./runtime-choice.mjs').Pins['headers']} headersPin
 * @param {string} scratch
 * @returns {Promise<Toolchain>}
 * @throws SetupError with what to install
 */
export async function findToolchain(headersPin, scratch) {
  const names = [process.env['CXX'] || 'g++', 'clang++', 'c++'];
  /** @type {string | null} */
  let compiler = null;
  for (const name of names) {
    if ((await run(name, ['--version'])).code === 0) {
      compiler = name;
      break;
    }
  }
  if (compiler === null) throw new SetupError(`A C++ compiler is missing: ${compilerAdvice()}.`);
  const headers = (await installedHeaders()) ?? (await packagedHeaders(headersPin, join(scratch, 'headers')));
  const args = ['-std=c++17', '-fsyntax-only', '-I', headers, '-x', 'c++', '-'];
  const { code, output } = await run(compiler, args, { input: PROBE });
  if (code !== 0) {
    throw new SetupError(`${compiler} cannot compile C++17 (${errorLine(output)}): ${compilerAdvice()}.`);
  }
  return { compiler, headers };
}

/** @param {string} libraries the folder with TensorFlow's two libraries */
function linkNames(libraries) {
  const [suffix, short] = process.platform === 'darwin' ? ['.2.dylib', '.dylib'] : ['.so.2', '.so'];
  for (const [name, target] of [
    ['libtensorflow', 'libtensorflow_cc'],
    ['libtensorflow_framework', 'libtensorflow_framework'],
  ]) {
    const link = join(libraries, `${name}${short}`);
    if (!existsSync(link)) symlinkSync(`${target}${suffix}`, link);
  }
}

/**
 * Compiles the binding's sources against the libraries in `folder`/deps into `folder`/lib/napi-v8/tfjs_binding.node.
 * @param {Toolchain} toolchain
 * @param {string} sources the package's binding folder
 * @param {string} folder
 */
export async function compileBinding({ compiler, headers }, sources, folder) {
  const libraries = join(folder, 'deps', 'lib');
  linkNames(libraries);
  mkdirSync(join(folder, 'lib', 'napi-v8'), { recursive: true });
  const mac = process.platform === 'darwin';
  const files = readdirSync(sources).filter((name) => name.endsWith('.cc'));
  const args = ['-O2', '-std=c++17', '-fPIC', '-DNAPI_VERSION=8', '-I', headers, '-I', join(folder, 'deps', 'include')];
  args.push(...(mac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared']));
  args.push(...files.map((name) => join(sources, name)), '-o', join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'));
  args.push('-L', libraries, '-ltensorflow', '-ltensorflow_framework');
  args.push(`-Wl,-rpath,${mac ? '@loader_path' : '$ORIGIN'}/../../deps/lib`);
  const { code, output } = await run(compiler, args);
  if (code !== 0) throw new SetupError(`TensorFlow's binding could not be compiled (${errorLine(output)})`);
}
