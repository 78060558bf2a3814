import { expect, it } from 'vitest';
import { sayIn } from '../../src-main/desktop/language';

const host = (language: string) => ({ call: () => Promise.resolve({ ok: true, value: { language } } as const) });

it.each([
  ['de', ['en-US'], 'Datei'],
  ['en', ['de-DE'], 'File'],
  ['system', ['fr-FR', 'de-CH', 'en'], 'Datei'],
  ['system', ['en-GB', 'de'], 'File'],
  ['system', ['fr'], 'File'],
])('says what the setting %s asks for on a system in %s', async (language, system, said) => {
  expect((await sayIn(host(language), system))('File')).toBe(said);
});

it('speaks the language of the system where the settings cannot be read', async () => {
  const broken = { call: () => Promise.resolve({ ok: false, error: { kind: 'crashed', message: '' } } as const) };
  expect((await sayIn(broken, ['de']))('File')).toBe('Datei');
});
