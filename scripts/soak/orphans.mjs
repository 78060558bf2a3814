import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { ownerState, processTag } from '../../src-main/disk/process-tag.mjs';

/** A training whose steps take longest: what hears least of the world around it. */
const TRAINING = ['train', '--sample', '--task', 'deblur', '--method', 'unet-gan', '--preset', 'best'];

/**
 * Kills the program alone, at random moments of a training; its children must end by themselves (Linux).
 * @param {string} cli the built command line
 * @param {number} kills
 * @param {() => number} random in [0, 1)
 * @returns {Promise<number[]>} how long the last child outlived its parent each time, in milliseconds
 */
export async function outlived(cli, kills, random) {
  /** @type {number[]} */
  const times = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const parent = spawn(process.execPath, [cli, ...TRAINING], { stdio: 'ignore' });
    const children = await calculating(parent.pid ?? 0);
    await wait(5000 + random() * 3000);
    const start = performance.now();
    parent.kill('SIGKILL');
    while (children.some((tag) => ownerState(tag) === 'alive')) await wait(10);
    times.push(performance.now() - start);
  }
  return times;
}

/**
 * @param {number} pid
 * @returns {Promise<string[]>} its children, once the one that calculates is among them
 */
async function calculating(pid) {
  for (;;) {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const lines = children.map((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8'));
    if (lines.some((line) => line.includes('compute.js'))) return children.map((child) => processTag(Number(child)));
    await wait(50);
  }
}
