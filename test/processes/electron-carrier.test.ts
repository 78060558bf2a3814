import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { electronCarrier, type UtilityProcessLike } from '../../src-main/processes/electron-carrier';

/** The few parts of Electron's utility process that are used, as its documentation describes them. */
function fakeElectron() {
  const events = new EventEmitter();
  const sent: unknown[] = [];
  const child = Object.assign(events, {
    pid: 42,
    stderr: new PassThrough(),
    sent,
    postMessage: (message: unknown) => void sent.push(message),
    kill: () => events.emit('exit', 143),
  });
  const forks: Parameters<UtilityProcessLike['fork']>[] = [];
  const utilityProcess: UtilityProcessLike = {
    fork: (...options) => {
      forks.push(options);
      return child;
    },
  };
  return { child, forks, utilityProcess };
}

describe('a child as a utility process', () => {
  it('is forked from the built file with its environment and its stderr kept', () => {
    const { forks, utilityProcess } = fakeElectron();
    const handle = electronCarrier(utilityProcess, '/app/out/main')('compute', { TF_CPP_MIN_LOG_LEVEL: '2' });
    const [path, , options] = forks[0] ?? [];
    expect(path).toBe(join('/app/out/main', 'compute.js'));
    expect(options?.env).toMatchObject({ TF_CPP_MIN_LOG_LEVEL: '2', PATH: process.env['PATH'] });
    expect(options?.stdio).toEqual(['ignore', 'ignore', 'pipe']);
    expect(handle.pid).toBe(42);
  });

  it('passes messages, and tells of its end with its last words', () => {
    const { child, utilityProcess } = fakeElectron();
    const { port } = electronCarrier(utilityProcess, '/app')('photos', {});
    const heard: unknown[] = [];
    const reasons: string[] = [];
    port.onMessage((message) => heard.push(message));
    port.onClose((reason) => reasons.push(reason));
    expect(port.post('hello')).toBe(true);
    child.emit('message', { answer: 1 });
    child.stderr.emit('data', 'out of memory\n\n');
    child.emit('exit', 134);
    expect(child.sent).toEqual(['hello']);
    expect(heard).toEqual([{ answer: 1 }]);
    expect(reasons).toEqual(['ended with code 134: out of memory']);
    expect(port.post('anyone?')).toBe(false);
  });

  it('is killed when its port is closed', () => {
    const { child, utilityProcess } = fakeElectron();
    const { port } = electronCarrier(utilityProcess, '/app')('photos', {});
    child.once('exit', (code) => child.sent.push(code));
    port.close();
    expect(child.sent).toEqual([143]);
  });
});
