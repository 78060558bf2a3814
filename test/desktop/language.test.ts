import { say } from '@contract/sentence';
import { failed } from '../said';
import { expect, it } from 'vitest';
import { wordedIn } from '../../src-main/desktop/language';

const host = (language: string) => ({ call: () => Promise.resolve({ ok: true, value: { language } } as const) });

it.each([
  ['de', ['en-US'], 'Datei'],
  ['en', ['de-DE'], 'File'],
  ['system', ['pt-PT', 'de-CH', 'en'], 'Datei'],
  ['system', ['en-GB', 'de'], 'File'],
  ['system', ['fr-CA', 'en'], 'Fichier'],
  ['system', ['pt'], 'File'],
])('says what the setting %s asks for on a system in %s', async (language, system, said) => {
  expect((await wordedIn(host(language), system))(say('shell.file'))).toBe(said);
});

it('speaks the language of the system where the settings cannot be read', async () => {
  const broken = { call: () => Promise.resolve({ ok: false, error: failed('crashed', '') } as const) };
  expect((await wordedIn(broken, ['de']))(say('shell.file'))).toBe('Datei');
});
