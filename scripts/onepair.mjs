#!/usr/bin/env node
import './setup/require-node.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup/places.mjs';
import { runMain } from './setup/say.mjs';
import { setUp } from './setup.mjs';

await runMain(async () => {
  await setUp();
  await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href);
});
