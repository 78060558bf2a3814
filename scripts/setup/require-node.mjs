// Imported first by every script: an old Node should meet one sentence, not a stack trace.
import process from 'node:process';
import { nodeVersionProblem } from './node-version.mjs';

const problem = nodeVersionProblem(process.versions.node);
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
}
