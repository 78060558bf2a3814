import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { assembly } from './tools/assembly-plugin.mjs';

const alias = { '@contract': resolve(import.meta.dirname, 'src-preload/contract') };

/** unit: pure logic · native: real TensorFlow, two files at a time · renderer: Svelte components. */
export default defineConfig({
  test: {
    restoreMocks: true,
    projects: [
      {
        plugins: [assembly()],
        resolve: { alias },
        test: {
          name: 'unit',
          include: [
            'test/{contract,core,disk,codec,store,compute,photos,processes,host,cli,desktop,web,scripts,structure,trust}/**/*.test.ts',
          ],
          environment: 'node',
          // On two cores vitest would leave one of them idle.
          maxWorkers: 2,
          testTimeout: 20_000,
        },
      },
      {
        plugins: [assembly()],
        resolve: { alias },
        test: {
          name: 'native',
          include: ['test/native/**/*.test.ts'],
          environment: 'node',
          pool: 'forks',
          // TensorFlow keeps one core busy most of the time, and loading files the other one.
          maxWorkers: 2,
          // Real trainings: on two slow or busy cores some take minutes.
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [svelte()],
        resolve: { alias, conditions: ['browser'] },
        test: {
          name: 'renderer',
          include: ['test/renderer/**/*.test.ts'],
          environment: 'happy-dom',
          // One window for all files of a worker: making one takes longer than most files.
          isolate: false,
          setupFiles: ['test/renderer/setup.ts'],
          testTimeout: 20_000,
        },
      },
    ],
  },
});
