#!/usr/bin/env node
// remove-cuda.mjs: gives back the room that CUDA takes in the cache, for every checkout, as `onepair doctor --remove-cuda`
// and Settings do; this checkout goes on with the CPU.
import './setup/require-node.mjs';
import process from 'node:process';
import { setUp } from './setup.mjs';
import { cacheFolder } from './setup/places.mjs';
import { removeCuda } from './setup/runtime-cache.mjs';
import { thisMachine, wheelSetFor } from './setup/runtime-choice.mjs';
import { readPins } from './setup/runtime.mjs';
import { formatBytes, runMain, say } from './setup/say.mjs';

await runMain(async () => {
  process.env['ONEPAIR_RUNTIME'] = 'cpu';
  await setUp({ retry: true });
  const bytes = removeCuda(cacheFolder(), wheelSetFor(readPins(), thisMachine(), 'cuda')?.wheels ?? []);
  say(bytes > 0 ? `CUDA was removed: ${formatBytes(bytes)} freed.` : 'There was no CUDA to remove.');
});
