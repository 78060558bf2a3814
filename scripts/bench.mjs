#!/usr/bin/env node
import './setup/require-node.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './setup/places.mjs';
import { runMain } from './setup/say.mjs';
import { setUp } from './setup.mjs';

await runMain(async () => {
  await setUp();
  const args = [join(root, 'out', 'main', 'bench.js'), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = await new Promise((done) => child.once('close', (code) => done(code ?? 1)));
});
