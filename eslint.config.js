import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// The components' markup alone: their types are svelte-check's to hold, every other file is oxlint's (.oxlintrc.json).
export default defineConfig(
  { ignores: ['out', 'dist', 'node_modules', 'test-results', 'playwright-report', '**/*.{ts,js,mjs,cjs}'] },
  {
    files: ['**/*.svelte'],
    extends: [ts.configs.strict, svelte.configs.recommended, svelte.configs.prettier],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // dependency-cruiser, which holds the import table, does not see the types that components import.
      'no-restricted-imports': ['error', { patterns: ['**/src-main/**', '**/tools/**', 'node:*', 'electron'] }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
