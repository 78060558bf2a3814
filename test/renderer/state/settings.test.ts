import { expect, it } from 'vitest';
import { SETTINGS_DEFAULTS } from '@contract/settings';
import { SessionState } from '../../../src-renderer/state/session.svelte';
import { SettingsState } from '../../../src-renderer/state/settings.svelte';
import { FakeApi } from '../fakes/fake-api';

it('keeps what is chosen before the settings are read, and takes the others from the answer', async () => {
  const stored = { ...SETTINGS_DEFAULTS, folder: null, fixed: [], quality: 80 };
  const api = new FakeApi({
    'settings.get': () => stored,
    'settings.set': () => ({ ...stored, theme: 'dark' as const }),
  });
  // Slower than a reading that is asked later.
  const write = api.hold('settings.set');
  const settings = new SettingsState(api, new SessionState(api));
  const chosen = settings.set({ theme: 'dark' });
  const started = settings.start();
  write();
  await Promise.all([chosen, started]);
  expect(settings.all).toMatchObject({ theme: 'dark', quality: 80 });
});
