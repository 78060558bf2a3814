import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { assembly } from './tools/assembly-plugin.mjs';
import { firstFrame } from './tools/first-frame-plugin';

const at = (path: string) => resolve(import.meta.dirname, path);
const resolveOptions = { alias: { '@contract': at('src-preload/contract') } };

export default defineConfig({
  main: {
    build: {
      target: 'node20',
      rolldownOptions: {
        input: {
          index: at('src-main/index.ts'),
          server: at('src-main/server.ts'),
          cli: at('src-main/cli.ts'),
          compute: at('src-main/compute/compute.ts'),
          'band-thread': at('src-main/compute/band-thread.ts'),
          'tile-thread': at('src-main/compute/tile-thread.ts'),
          disks: at('src-main/disks/disks.ts'),
          photos: at('src-main/photos/photos.ts'),
          bench: at('tools/bench/bench.ts'),
          study: at('tools/study/study.ts'),
          realcam: at('tools/study/realcam.ts'),
          perceptual: at('tools/study/perceptual.ts'),
          peers: at('tools/study/peers.ts'),
          cases: at('tools/study/cases.ts'),
          results: at('tools/study/results.ts'),
        },
      },
    },
    resolve: resolveOptions,
    plugins: [assembly()],
  },
  preload: {
    build: {
      target: 'node20',
      externalizeDeps: false,
      rolldownOptions: {
        input: at('src-preload/index.ts'),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
    resolve: resolveOptions,
  },
  renderer: {
    root: at('src-renderer'),
    publicDir: at('resources'),
    // One style sheet: the first paint waits for all that the page names.
    build: {
      target: 'chrome140',
      minify: true,
      cssCodeSplit: false,
      rolldownOptions: { input: at('src-renderer/index.html') },
    },
    resolve: resolveOptions,
    plugins: [svelte({ configFile: at('svelte.config.js') }), firstFrame()],
    worker: { format: 'es', plugins: () => [assembly()] },
  },
});
