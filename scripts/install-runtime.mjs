#!/usr/bin/env node
// install-runtime.mjs cuda|cpu|wasm: fetches that runtime now, as `onepair doctor --install-cuda` and Settings do.
// A later start with ONEPAIR_RUNTIME unset (auto) uses CUDA when it is in the cache and a driver is there.
import './setup/require-node.mjs';
import process from 'node:process';
import { runMain, SetupError } from './setup/say.mjs';
import { setUp } from './setup.mjs';

await runMain(async () => {
  const wanted = process.argv[2];
  if (wanted !== 'cuda' && wanted !== 'cpu' && wanted !== 'wasm') {
    throw new SetupError('Say which runtime to install: node scripts/install-runtime.mjs cuda (or cpu, or wasm).');
  }
  process.env['ONEPAIR_RUNTIME'] = wanted;
  const record = await setUp({ retry: true });
  if (wanted === 'cuda' && record.kind !== 'cuda') process.exitCode = 1;
});
