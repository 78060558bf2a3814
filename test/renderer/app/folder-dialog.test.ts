import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { FolderListing } from '@contract/folder';
import App from '../../../src-renderer/app/App.svelte';
import { AppState } from '../../../src-renderer/state/app.svelte';
import { FakeApi } from '../fakes/fake-api';

afterEach(cleanup);

const folder = (name: string, inside: string[] = []): FolderListing => ({
  folder: { id: name, label: name },
  places: [],
  folders: inside.map((label) => ({ id: label, label })),
  photos: [],
});

it('has the keys for itself: those of the view beneath wait', async () => {
  const app = new AppState(new FakeApi({ 'folders.list': () => folder('home', ['inner']) }));
  app.session.show('compare');
  app.knowsView = true;
  render(App, { app });
  const picked = app.picker.pickFolder();
  await fireEvent.keyDown(await screen.findByRole('button', { name: 'inner' }), { key: 'd' });
  expect(app.compare.display.mode).toBe('slider');
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(await picked).toBeNull();
  await fireEvent.keyDown(document.body, { key: 'd' });
  expect(app.compare.display.mode).toBe('difference');
});

it('shows the folder that was opened last, whichever is read first', async () => {
  const reading = new Map<string, (listing: FolderListing) => void>();
  const api = new FakeApi({
    'folders.list': (args) =>
      args.folder === undefined
        ? folder('home', ['slow', 'quick'])
        : new Promise((resolve) => reading.set(args.folder!, resolve)),
  });
  const app = new AppState(api);
  render(App, { app });
  const picked = app.picker.browsePhotos();
  await fireEvent.click(await screen.findByRole('button', { name: 'slow' }));
  await fireEvent.click(screen.getByRole('button', { name: 'quick' }));
  reading.get('quick')!(folder('quick', ['inner']));
  await screen.findByRole('button', { name: 'inner' });
  reading.get('slow')!(folder('slow'));
  // Every promise behind the answer is settled before the next task.
  await new Promise((resolve) => setTimeout(resolve));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /folder/i }).value).toBe('quick');
  expect(screen.getByRole('button', { name: 'inner' })).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(await picked).toEqual([]);
});
