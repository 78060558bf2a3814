import { expect, it, vi } from 'vitest';
import type { EventName } from '@contract/events';
import { AppError, type Result } from '@contract/result';
import { failed } from '../said';
import { makeApi, type ApiPort } from '../../src-preload/api';
import { bridgePort, type Bridge } from '../../src-preload/bridge';

const photo = { id: 'p', name: 'a.png' };
const refused: Result<never> = { ok: false, error: failed('disk', 'Full.', 'a.png') };

function fakePort(answer: Result<unknown>): ApiPort {
  return {
    call: () => Promise.resolve(answer),
    onEvent: () => () => undefined,
    image: () => Promise.resolve(answer as Result<Blob>),
    upload: () => Promise.resolve(answer as Result<typeof photo>),
  };
}

it('turns values into values and failures into errors, verb by verb', async () => {
  const good = makeApi({ ...fakePort({ ok: true, value: photo }), download: () => Promise.resolve(refused) });
  expect(await good.call('jobs.list', {})).toEqual(photo);
  expect(await good.upload(new File([], 'a.png'))).toEqual(photo);
  await expect(good.download?.(photo)).rejects.toThrow(AppError);
  const bad = makeApi(fakePort(refused));
  for (const asked of [bad.call('jobs.list', {}), bad.image({ photo: 'p' }), bad.upload(new File([], 'a.png'))]) {
    await expect(asked).rejects.toMatchObject(failed('disk', 'Full.', 'a.png'));
  }
  expect(bad).not.toHaveProperty('download');
});

it('says that the link is open where it cannot break', () => {
  const listener = vi.fn();
  makeApi(fakePort(refused)).onLink(listener);
  expect(listener.mock.calls).toEqual([[{ state: 'open' }]]);
});

it('goes through the bridge of the preload script, and fetches pictures from the own address', async () => {
  const verb = vi.fn().mockResolvedValue({ ok: true, value: [] });
  let tell: (event: EventName, payload: unknown) => void = () => undefined;
  const stop = vi.fn();
  const bridge = {
    verbs: { 'jobs.list': verb } as unknown as Bridge['verbs'],
    onEvent: (listener: typeof tell) => {
      tell = listener;
      return stop;
    },
    dragOut: () => Promise.resolve({ ok: true, value: null } as const),
    registerDropped: () => Promise.resolve({ ok: true, value: photo } as const),
  } satisfies Bridge;
  const fetchImage = vi.fn<typeof fetch>().mockResolvedValue(new Response('pixels'));
  const api = makeApi(bridgePort(bridge, fetchImage));
  await api.call('jobs.list', {});
  expect(verb).toHaveBeenCalledWith({});
  expect(await api.upload(new File([], 'a.png'))).toEqual(photo);
  const heard = vi.fn();
  const off = api.on('models.changed', heard);
  tell('job.changed', {});
  tell('models.changed', null);
  expect(heard.mock.calls).toEqual([[null]]);
  off();
  expect(stop).toHaveBeenCalledOnce();
  expect(await (await api.image({ photo: 'p', max: 9.6 })).text()).toBe('pixels');
  expect(fetchImage).toHaveBeenCalledWith('image/p?max=10');
  fetchImage.mockResolvedValue(Response.json(failed('not-found', 'Gone.'), { status: 404 }));
  await expect(api.image({ photo: 'p' })).rejects.toMatchObject({ kind: 'not-found', message: 'Gone.' });
  fetchImage.mockResolvedValue(new Response('<html>', { status: 500 }));
  await expect(api.image({ photo: 'p' })).rejects.toMatchObject({ kind: 'internal' });
});
