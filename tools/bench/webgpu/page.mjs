#!/usr/bin/env node
/**
 * Runs core on WebGPU in Chromium's page: one JSON line in (choices, and a model to restore with), one out. CHROMIUM_PATH names
 * the browser; ONEPAIR_WEBGPU=gpu takes a real graphics processor, without it the one in software.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { assembly } from '../../assembly-plugin.mjs';

const root = resolve(import.meta.dirname, '../../..');
const SOFTWARE = [
  ...['--use-webgpu-adapter=swiftshader', '--use-vulkan=swiftshader', '--use-angle=swiftshader'],
  // The pixels of a canvas, which tfjs reads results from, pass through WebGL.
  ...['--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--enable-features=Vulkan,WebGPU'],
];

const { output } = await build({
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@contract': resolve(root, 'src-preload/contract') } },
  plugins: [assembly()],
  build: {
    write: false,
    rolldownOptions: { input: resolve(import.meta.dirname, 'worker.ts'), output: { format: 'es' } },
  },
});
const { code } = output[0];
const server = createServer(({ url }, response) => {
  response.setHeader('content-type', url === '/worker.js' ? 'text/javascript' : 'text/html');
  response.end(url === '/worker.js' ? code : '<!doctype html><title>WebGPU</title>');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--enable-unsafe-webgpu', ...(process.env['ONEPAIR_WEBGPU'] === 'gpu' ? [] : SOFTWARE)],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await page.evaluate(
      ({ choices, model }) =>
        new Promise((done) => {
          const tensors = model.tensors.map((tensor) => ({ ...tensor, data: Float32Array.from(tensor.data) }));
          const worker = new globalThis.Worker('/worker.js', { type: 'module' });
          const end = (message) => {
            worker.terminate();
            done(message);
          };
          worker.onerror = ({ message }) => end({ error: message });
          worker.onmessage = ({ data }) => end(data);
          worker.postMessage({ choices, model: { ...model, tensors } });
        }),
      JSON.parse(line),
    );
    console.log(JSON.stringify(answer));
  }
} finally {
  await browser.close();
  server.close();
}
