import type { PhotoRef } from '@contract/photo';
import type { Size } from '../../../src-renderer/lib/viewport';
import { CompareState } from '../../../src-renderer/state/compare/compare.svelte';
import { FakeApi } from './fake-api';

/** Compare in front of a fake app, with a photo of this size; `result` adds what a model of a name made of it. */
export function newCompare(size: Size) {
  const api = new FakeApi();
  const compare = new CompareState(api, { degraded: 'Degraded', clean: 'Clean' });
  const photo = api.addPhoto('a.jpg', size);
  const result = (label: string, of: PhotoRef = photo, made = size) =>
    compare.addResult(of, api.addPhoto(`${of.name} by ${label}`, made), { label, model: label, crisp: null });
  return { api, compare, photo, result };
}
