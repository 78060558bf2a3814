/** What Vite, Electron and the native binding agree on. Tested are the lines 22 and 24. */
const WANTED = 'Node.js 22.12 or newer';

/**
 * @param {string} version as in process.versions.node, e.g. '20.19.0'
 * @returns {string | null} one sentence saying what to install, or null when the version will do
 */
export function nodeVersionProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fine = isPastItsEnd(version) || (major === 22 && minor >= 12) || major > 22;
  return fine ? null : `Onepair needs ${WANTED}; this is ${version}: install a newer one, then run the command again.`;
}

/**
 * The last line before those that are tested: its makers mend it no more, but everything runs on it.
 * @param {string} version
 */
function isPastItsEnd(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 20 && minor >= 19;
}

/**
 * @param {string} version
 * @returns {string | null} a sentence for those whose Node will do and should be replaced all the same
 */
export function nodeVersionAdvice(version) {
  if (!isPastItsEnd(version)) return null;
  return `Node.js ${version} is past its end and gets no more security updates: Onepair runs on it, but is tested with 22 and 24.`;
}
