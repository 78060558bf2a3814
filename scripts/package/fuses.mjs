import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/places.mjs';

/**
 * Switches inside Electron's binary, by their names in @electron/fuses and in the order in which it has them: it runs this
 * app and cannot be used as Node, inspected or given other code. Every fuse that the binary has must stand there
 * (`strictlyRequireAllFuses`), so that an Electron with a new one is not shipped before somebody has decided.
 * @type {Record<string, boolean>}
 */
export const FUSES = JSON.parse(readFileSync(join(root, 'src-main', 'desktop', 'fuses.json'), 'utf8'));
