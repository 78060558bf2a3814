import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
// Read when it is opened, which takes a while the first time.
import '../../../src-renderer/views/library/LibraryView.svelte';
import App from '../../../src-renderer/app/App.svelte';
import { AppState } from '../../../src-renderer/state/app.svelte';
import { fakeModel, FakeApi } from '../fakes/fake-api';

beforeEach(() => {
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 8, height: 8, close: () => undefined }));
});
afterEach(cleanup);

it('a view that fails says so, is told of, and leaves the others and itself a way back', async () => {
  const api = new FakeApi({ 'models.list': () => [fakeModel('m1', 'attic'), fakeModel('m1', 'attic again')] });
  const told: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => told.push(error));
  const app = new AppState(api);
  render(App, { app });
  const go = (view: string) =>
    fireEvent.click(within(screen.getByRole('navigation')).getByRole('button', { name: view }));
  // Two models of one id: a list cannot tell them apart.
  await vi.waitFor(() => {
    expect(app.library.models).toHaveLength(2);
  });
  await go('Library');
  const said = await screen.findByText(/This view met a fault/);
  expect(said.getAttribute('role')).toBe('alert');
  expect(told).toHaveLength(1);
  await go('Pair');
  expect(screen.queryByText(/This view met a fault/)).toBeNull();
  expect(screen.getByRole('region', { name: 'Degraded' })).toBeTruthy();
  await go('Library');
  api.handlers['models.list'] = () => [fakeModel('m1', 'attic')];
  api.emit('models.changed', null);
  await vi.waitFor(() => {
    expect(app.library.models).toHaveLength(1);
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Show it again' }));
  expect(screen.queryByText(/This view met a fault/)).toBeNull();
  expect(screen.getAllByText('attic').length).toBeGreaterThan(0);
});
