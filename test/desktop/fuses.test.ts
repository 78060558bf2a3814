import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { FUSES } from '../../scripts/package/fuses.mjs';

const root = resolve(import.meta.dirname, '../..');

it('packages an app whose binary is good for nothing else', () => {
  expect(FUSES).toEqual({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  });
  const config = readFileSync(resolve(root, 'electron-builder.yml'), 'utf8');
  expect(config).toMatch(/^asar: true$/m);
  expect(config).toMatch(/^afterPack: scripts\/package\/after-pack.mjs$/m);
  expect(config).toMatch(/^publish: null$/m); // no updater
  expect(config).not.toMatch(/^electronFuses:/m); // one list of them
  expect(readFileSync(resolve(root, 'scripts/package/after-pack.mjs'), 'utf8')).toMatch(
    /strictlyRequireAllFuses: true/,
  );
});
