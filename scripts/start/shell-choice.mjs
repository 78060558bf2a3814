import { SetupError } from '../setup/say.mjs';

/**
 * @typedef {object} ShellFacts
 * @property {string} platform
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} isRoot
 * @property {boolean} electronPresent its binary is installed
 * @property {string | null} electronTrouble why an earlier try to download it failed; null when none is remembered
 * @typedef {{ shell: 'electron' | 'web', download: boolean, why: string }} ShellChoice
 */

/**
 * @param {string} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {boolean} whether a window can be shown to someone
 */
export function hasScreen(platform, env) {
  if (platform === 'win32') return true;
  if (platform === 'darwin') return !env['SSH_CONNECTION'];
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/**
 * Electron where it can be, else a page on this machine's own address.
 * @param {ShellFacts} facts
 * @returns {ShellChoice} `download`: Electron's binary is to be fetched first
 */
export function chooseShell({ platform, env, isRoot, electronPresent, electronTrouble }) {
  const wanted = env['ONEPAIR_SHELL'] || 'auto';
  const web = (/** @type {string} */ why) => /** @type {const} */ ({ shell: 'web', download: false, why });
  const electron = (/** @type {string} */ why) =>
    /** @type {const} */ ({ shell: 'electron', download: !electronPresent, why });
  if (wanted === 'web') return web('ONEPAIR_SHELL asks for it');
  if (wanted === 'electron') return electron('ONEPAIR_SHELL asks for it');
  if (wanted !== 'auto') {
    throw new SetupError(`ONEPAIR_SHELL is "${wanted}": set it to electron or web, or leave it out.`);
  }
  if (!hasScreen(platform, env)) return web('there is no screen here for a window');
  if (isRoot && platform === 'linux') return web('Electron does not run sandboxed as root');
  if (electronPresent) return electron('its binary is installed');
  if (electronTrouble !== null) return web(`Electron could not be downloaded (${electronTrouble})`);
  return electron('its binary could be downloaded');
}
