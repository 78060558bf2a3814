import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

it('packages an app whose binary is good for nothing else', () => {
  const config = readFileSync(resolve(import.meta.dirname, '../../electron-builder.yml'), 'utf8');
  const fuses = config.slice(config.indexOf('electronFuses:'));
  const lines = [...fuses.matchAll(/^ {2}(\w+): (true|false)$/gm)];
  const set = Object.fromEntries(lines.map((line): [string, string] => [line[1] ?? '', line[2] ?? '']));
  expect(set).toEqual({
    runAsNode: 'false',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    enableCookieEncryption: 'true',
    enableEmbeddedAsarIntegrityValidation: 'true',
    onlyLoadAppFromAsar: 'true',
    grantFileProtocolExtraPrivileges: 'false',
  });
  expect(config).toMatch(/^asar: true$/m);
});
