import { join } from 'node:path';
import { FUSES } from './fuses.mjs';
import { packagerPackage } from './tools.mjs';

/** @typedef {{ appOutDir: string, electronPlatformName: string, packager: { appInfo: { productFilename: string }, executableName?: string } }} Packed */

/** @param {Packed} packed @returns {string} the executable whose fuses count */
function executableOf({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  return join(appOutDir, electronPlatformName === 'win32' ? `${productFilename}.exe` : (packager.executableName ?? ''));
}

/** electron-builder calls this when the tree is laid out and not yet signed. @param {Packed} packed */
export default async function afterPack(packed) {
  const { flipFuses, FuseV1Options, FuseVersion } = await packagerPackage('@electron/fuses');
  await flipFuses(executableOf(packed), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: packed.electronPlatformName === 'darwin',
    ...Object.fromEntries(Object.entries(FUSES).map(([name, on]) => [FuseV1Options[name], on])),
  });
}
