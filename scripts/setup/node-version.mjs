/** What Vite, Electron and the native binding agree on. */
const WANTED = 'Node.js 20.19 or newer in the 20 line, or 22.12 or newer';

/**
 * @param {string} version as in process.versions.node, e.g. '20.19.0'
 * @returns {string | null} one sentence saying what to install, or null when the version will do
 */
export function nodeVersionProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fine = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  return fine ? null : `Onepair needs ${WANTED}; this is ${version}: install a newer one, then run the command again.`;
}
