import { describe, expect, it } from 'vitest';
import { chromiumPlaces } from '../../scripts/chromium.mjs';
import { nodeVersionAdvice, nodeVersionProblem } from '../../scripts/setup/node-version.mjs';
import { packagesMatch } from '../../scripts/setup/packages.mjs';
import { cacheFolder } from '../../scripts/setup/places.mjs';
import { formatBytes } from '../../scripts/setup/say.mjs';

describe('the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '22.20.1', '23.0.0', '24.21.0'])('%s will do', (version) => {
    expect(nodeVersionProblem(version)).toBeNull();
  });

  it.each(['16.20.2', '18.20.8', '20.18.3', '21.7.3', '22.11.0'])('%s is refused in one sentence', (version) => {
    expect(nodeVersionProblem(version)).toBe(
      `Onepair needs Node.js 22.12 or newer; this is ${version}: install a newer one, then run the command again.`,
    );
  });

  it('20 will do, with a word of advice; 22 and 24 need none', () => {
    expect(nodeVersionAdvice('20.20.2')).toMatch(/^Node\.js 20\.20\.2 is past its end .* tested with 22 and 24\.$/);
    expect(['22.12.0', '24.1.0'].map(nodeVersionAdvice)).toEqual([null, null]);
  });
});

describe('the cache folder', () => {
  const home = '/home/someone';

  it("is the platform's own", () => {
    expect(cacheFolder({ env: {}, platform: 'linux', home })).toBe('/home/someone/.cache/onepair');
    expect(cacheFolder({ env: { XDG_CACHE_HOME: '/fast' }, platform: 'linux', home })).toBe('/fast/onepair');
    expect(cacheFolder({ env: {}, platform: 'darwin', home })).toBe('/home/someone/Library/Caches/onepair');
  });

  it('is what ONEPAIR_CACHE says', () => {
    const env = { ONEPAIR_CACHE: '/elsewhere', XDG_CACHE_HOME: '/fast' };
    expect(cacheFolder({ env, platform: 'linux', home })).toBe('/elsewhere');
  });
});

describe('installed packages', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-darwin': { version: '2.0.0', optional: true },
  };

  it('match when all are there but those of other platforms', () => {
    expect(packagesMatch(wanted, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
  });

  it('do not match when one is missing or of another version, or nothing was installed', () => {
    expect(packagesMatch(wanted, {})).toBe(false);
    expect(packagesMatch(wanted, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
    expect(packagesMatch(wanted, undefined)).toBe(false);
  });
});

describe('places of a Chromium-like browser', () => {
  it('begin with the one that was named', () => {
    expect(chromiumPlaces('linux', { CHROMIUM_PATH: '/my/browser', PATH: '/usr/bin' })[0]).toBe('/my/browser');
  });

  it('are the PATH on Linux, applications first on macOS', () => {
    expect(chromiumPlaces('linux', { PATH: '/usr/bin:/snap/bin' }).slice(0, 2)).toEqual([
      '/usr/bin/chromium',
      '/snap/bin/chromium',
    ]);
    expect(chromiumPlaces('darwin', { PATH: '/usr/bin', HOME: '/home/someone' })[0]).toBe(
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
  });
});

it.each([
  [500, '1 kB'],
  [273_829_956, '274 MB'],
  [3_379_649_224, '3.4 GB'],
])('%d bytes are told as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
