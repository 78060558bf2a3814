import { expect, it, vi } from 'vitest';
import { createOutput } from '../../src-main/cli/output';

it('lines of JSON drive no terminal, and say the same', () => {
  let written = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  const facts = { photo: 'a\u009b31m\u009d0;b\u009c\u007f\u001b[0m ü.png' };
  createOutput(true).event('photo', facts);
  spy.mockRestore();
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(written.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  expect(JSON.parse(written)).toEqual({ event: 'photo', ...facts });
});
