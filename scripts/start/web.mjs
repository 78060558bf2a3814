import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { findChromium } from '../chromium.mjs';
import { say } from '../setup/say.mjs';
import { isConfined, openWindow } from './browser-window.mjs';
import { hasScreen } from './shell-choice.mjs';

/**
 * @param {string} line of the server's output
 * @returns {{ port?: string, linkFile?: string }} what it tells
 */
export function readServerLine(line) {
  const port = /^Onepair: http:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
  const linkFile = /^For another tab or browser, open (.+)$/.exec(line)?.[1];
  return { ...(port === undefined ? {} : { port }), ...(linkFile === undefined ? {} : { linkFile }) };
}

/** @returns {string | null} a browser that can show the app in a window of its own */
function windowBrowser() {
  const browser = hasScreen(process.platform, process.env) ? findChromium() : null;
  return browser === null || isConfined(browser) ? null : browser;
}

/** @param {string} port */
function sayNoWindow(port) {
  if (hasScreen(process.platform, process.env)) {
    say('No Chromium-like browser was found for a window: open the link in your browser.');
    return;
  }
  say('Open the link in a browser on this machine. From another one, forward the port first:');
  say(`  ssh -L ${port}:127.0.0.1:${port} this-machine`);
  say('Without a browser, "npx onepair demo" does the main job in the terminal.');
}

/**
 * Serves the app on a loopback address until it is ended, in a window of its own where there is a browser for it.
 * @param {string} root
 * @param {(child: import('node:child_process').ChildProcess) => void} onStart called for every process started
 * @returns {Promise<number>} the server's exit code
 */
export function runWeb(root, onStart) {
  return new Promise((done) => {
    const env = { ...process.env, ONEPAIR_EXIT_WITH_PARENT: '1' };
    const server = spawn(process.execPath, [join(root, 'out', 'main', 'server.js')], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onStart(server);
    const browser = windowBrowser();
    let running = true;
    const onWindowClosed = () => {
      if (running) say('The window is closed; Onepair goes on at its link until Ctrl-C.');
    };
    let port = '';
    createInterface({ input: server.stdout }).on('line', (line) => {
      process.stdout.write(`${line}\n`);
      const told = readServerLine(line);
      port = told.port ?? port;
      if (told.linkFile === undefined) return;
      if (browser === null) sayNoWindow(port);
      else onStart(openWindow(browser, told.linkFile, onWindowClosed));
    });
    server.once('exit', (code) => {
      running = false;
      done(code ?? 1);
    });
  });
}
