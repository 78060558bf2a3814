import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The import table of docs/architecture.md; test/structure holds the same table over the real import graph. */
const forbid = (files, message, ...group) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

/** What runs in the child processes: the host asks them, and nobody else reaches in. */
const OTHER_PROCESSES = ['@tensorflow/*', 'sharp', '**/core/**', '**/codec/**', '**/compute/**', '**/photos/**'];

export default defineConfig(
  { ignores: ['out', 'dist', 'node_modules', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        project: ['./tsconfig.node.json', './tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off', // typed arrays are indexed all over the numerics
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // A handler in the markup is one short arrow; the types of a component's props are svelte-check's to hold.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  { files: ['src-renderer/**/*.ts'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.js', '**/*.mjs'], extends: [ts.configs.disableTypeChecked] },
  forbid(
    ['src-preload/contract/**'],
    'the contract imports nothing but valibot and intl-messageformat',
    '!valibot',
    'node:*',
    'electron',
    '@tensorflow/*',
    '../*',
  ),
  {
    ...forbid(
      ['src-main/core/**'],
      'core is pure: tfjs-core and the contract only',
      'node:*',
      'electron',
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-node*',
      '@tensorflow/tfjs-backend-*',
      '**/disk/**',
      '**/codec/**',
      '**/store/**',
      '**/compute/**',
      '**/photos/**',
      '**/host/**',
    ),
  },
  {
    files: ['src-main/core/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'inject a seeded generator' },
        { object: 'Date', property: 'now', message: 'inject a clock' },
      ],
    },
  },
  forbid(
    ['src-main/disk/**', 'src-main/codec/**', 'src-main/store/**'],
    'disk, codec and store: contract, node and the core that needs no TensorFlow',
    'electron',
    '@tensorflow/*',
    '**/compute/**',
    '**/photos/**',
    '**/host/**',
    '**/core/training/**',
    '**/core/restore/**',
  ),
  forbid(
    ['src-main/compute/**', 'src-main/photos/**'],
    'a child process never sees electron, the host or the other child',
    'electron',
    '**/host/**',
    '**/desktop/**',
    '**/web/**',
  ),
  forbid(['src-main/compute/**'], 'photos are decoded in the other process', 'sharp', '**/photos/**'),
  forbid(['src-main/photos/**'], 'TensorFlow runs in the other process', '@tensorflow/*', '**/compute/**'),
  forbid(
    ['src-main/host/**'],
    'the host computes nothing and opens no photo: contract, store, disk and node only',
    ...OTHER_PROCESSES,
  ),
  forbid(
    ['src-main/web/**', 'src-main/server.ts', 'src-main/cli.ts', 'src-main/cli/**'],
    'a shell without electron: contract and host',
    'electron',
    ...OTHER_PROCESSES,
  ),
  forbid(
    ['src-main/desktop/**', 'src-main/index.ts'],
    'the Electron shell: contract, host, electron',
    ...OTHER_PROCESSES,
  ),
  forbid(
    ['src-renderer/**'],
    'the page sees the contract only',
    'electron',
    'node:*',
    '@tensorflow/*',
    'sharp',
    '**/src-main/**',
  ),
);
