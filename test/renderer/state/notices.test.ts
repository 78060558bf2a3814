import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { plain } from '../../said';
import { SessionState } from '../../../src-renderer/state/session.svelte';
import { FakeApi } from '../fakes/fake-api';

let session: SessionState;
beforeEach(() => {
  vi.useFakeTimers();
  session = new SessionState(new FakeApi());
});
afterEach(() => {
  vi.useRealTimers();
});

const said = () => session.notices.map(({ level }) => level);

it('good news and cautions leave by themselves, failures do not', async () => {
  session.tell('good', 'Saved.');
  session.tell('caution', 'Some were left out.');
  session.tell('failure', plain('It failed.'));
  await vi.advanceTimersByTimeAsync(15_000);
  expect(said()).toEqual(['caution', 'failure']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said()).toEqual(['failure']);
});

it('a failure goes with the view it was met in, unless it was said just now or has a cause that is there still', async () => {
  session.tell('failure', plain('The process stopped.'), undefined, 'crash compute');
  session.tell('failure', plain('It failed.'));
  session.show('library');
  expect(said()).toEqual(['failure', 'failure']);
  await vi.advanceTimersByTimeAsync(6000);
  session.show('library');
  expect(said()).toHaveLength(2);
  session.show('compare');
  expect(session.notices.map(({ about }) => about)).toEqual(['crash compute']);
  session.settle('crash compute');
  expect(said()).toEqual([]);
});
