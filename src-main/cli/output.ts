import type { Failure } from '@contract/result';
import { type Said, inWords } from '@contract/said';
import { inEnglish } from '@contract/in-language';
import { progressLine, type Progress } from './progress-line';

/** Text for people, or with `--json` one JSON object per line on stdout, the last with `"event":"done"`. */
export interface Output {
  say(said: Said): void;
  /** A line of JSON; people do not see it. */
  event(event: string, facts: object): void;
  /** Facts that the last line of JSON carries. */
  result(facts: object): void;
  progress(progress: Progress): void;
  fail(failure: Failure): void;
  done(exitCode: number): void;
}

/** Where nothing can be redrawn, a line of progress at most this often. */
const PLAIN_EVERY_MS = 5000;
const REDRAW_EVERY_MS = 100;

export function createOutput(json: boolean): Output {
  // Piped stdout belongs to programs: people's text then goes to stderr.
  const stream = !json && process.stdout.isTTY ? process.stdout : process.stderr;
  const bar = progressBar(stream);
  let facts: object = {};
  const event: Output['event'] = (name, more) => {
    if (json) process.stdout.write(`${forTerminals(JSON.stringify({ event: name, ...more }, inWords))}\n`);
  };
  const say = (said: Said) => {
    if (json) return;
    bar.clear();
    stream.write(`${inEnglish(said)}\n`);
  };
  return {
    say,
    event,
    result(more) {
      facts = { ...facts, ...more };
    },
    progress(state) {
      event('progress', state);
      if (!json) bar.draw(state);
    },
    fail(failure) {
      event('error', failure);
      say(failure.sentence);
    },
    done(exitCode) {
      bar.clear();
      event('done', { exitCode, ...facts });
    },
  };
}

/** JSON leaves characters as they are by which old terminals are driven. */
const forTerminals = (text: string): string =>
  text.replace(/[\u007f-\u009f]/g, (found) => `\\u00${found.charCodeAt(0).toString(16)}`);

function progressBar(stream: NodeJS.WriteStream) {
  let drawn = false;
  // A log is spared the first line: most commands end before it.
  let lastMs = stream.isTTY ? -Infinity : performance.now();
  const clear = () => {
    if (drawn) stream.write('\r\u001b[K');
    drawn = false;
  };
  return {
    clear,
    draw(state: Progress) {
      const now = performance.now();
      if (now - lastMs < (stream.isTTY ? REDRAW_EVERY_MS : PLAIN_EVERY_MS)) return;
      lastMs = now;
      const line = progressLine(state, stream.isTTY ? stream.columns : 100);
      if (!stream.isTTY) {
        stream.write(`${line}\n`);
        return;
      }
      clear();
      stream.write(line);
      drawn = true;
    },
  };
}
