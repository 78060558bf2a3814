// Fills the cache as the set-up does, with the pins and folders named in PLAN (JSON), and prints the entry's folder.
import process from 'node:process';
import { runMain } from '../../../scripts/setup/say.mjs';
import { provideWheelEntry } from '../../../scripts/setup/wheel-entry.mjs';

await runMain(async () => {
  const entry = await provideWheelEntry(JSON.parse(process.env['PLAN'] ?? ''));
  process.stdout.write(entry);
});
