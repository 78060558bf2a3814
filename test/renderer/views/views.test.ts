import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// Read when it is opened, which takes a while the first time.
import '../../../src-renderer/views/library/LibraryView.svelte';
import App from '../../../src-renderer/app/App.svelte';
import type { TrainProgress } from '@contract/job';
import { plain } from '../../said';
import { AppState } from '../../../src-renderer/state/app.svelte';
import { fakeJob, fakeModel, FakeApi } from '../fakes/fake-api';

let api: FakeApi;
let app: AppState;

beforeEach(() => {
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 8, height: 8, close: () => undefined }));
  api = new FakeApi({
    'models.list': () => [fakeModel('m1', 'attic')],
    'models.show': () => ({ ...fakeModel('m1', 'attic'), crop: null }),
  });
  app = new AppState(api);
  render(App, { app });
});

afterEach(cleanup);

const go = (view: string) =>
  fireEvent.click(within(screen.getByRole('navigation')).getByRole('button', { name: view }));

describe('the pair', () => {
  it('is refused in a sentence at its own well', async () => {
    const well = screen.getByRole('region', { name: 'Degraded' });
    await fireEvent.drop(well, { dataTransfer: { files: [new File(['x'], 'notes.txt')] } });
    expect((await within(well).findByRole('alert')).textContent).toContain('“notes.txt” is not a photo');
    expect(within(screen.getByRole('region', { name: 'Clean' })).queryByRole('alert')).toBeNull();
  });

  it('has its verdicts in words, and an offer to align', async () => {
    const whole = { x: 0, y: 0, width: 9, height: 9 };
    api.handlers['pair.check'] = () => ({
      verdicts: [
        { level: 'good', about: 'size', text: plain('Both are 512 × 512.') },
        { level: 'caution', about: 'shift', text: plain('The clean photo is 3 px to the right.') },
      ],
      level: 'caution',
      shift: { x: 3, y: 0 },
      alignment: { degraded: whole, clean: whole },
      scale: 1,
      psnr: 24.86,
    });
    api.handlers['pair.align'] = () => ({ degraded: api.addPhoto('a'), clean: api.addPhoto('b') });
    await fireEvent.click(screen.getByRole('button', { name: 'Draw a pair' }));
    const check = screen.getByRole('complementary');
    expect((await within(check).findAllByRole('listitem')).map((item) => item.textContent.trim())).toEqual([
      'Good. Both are 512 × 512.',
      'Note. The clean photo is 3 px to the right.',
    ]);
    expect(check.textContent).toContain('24.86 dB');
    const align = within(check).getByRole<HTMLButtonElement>('button', { name: 'Align the two photos' });
    await expect.poll(() => align.disabled).toBe(false);
    await fireEvent.click(align);
    expect(api.asked('pair.align')).toHaveLength(1);
    const next = within(check).getByRole<HTMLButtonElement>('button', { name: 'Continue to training' });
    await expect.poll(() => next.disabled).toBe(false);
  });
});

describe('training', () => {
  it('asks for a pair first', async () => {
    await go('Train');
    await fireEvent.click(screen.getByRole('button', { name: 'Bring a pair' }));
    expect(app.session.view).toBe('pair');
  });

  it('brings a typed number into its limits', async () => {
    await app.pair.drawSample(256);
    app.training.form.chooseMethod('rnn');
    await go('Train');
    const units = screen.getByLabelText<HTMLInputElement>('Hidden units');
    await fireEvent.change(units, { target: { value: '99999' } });
    expect(units.value).toBe('3500');
    expect(app.training.form.settings.units).toBe(3500);
    await fireEvent.change(units, { target: { value: '' } });
    expect(units.value).toBe('3500');
  });

  it('shows no line and no chart that nothing fills', async () => {
    await app.pair.drawSample(256);
    app.training.form.chooseMethod('linear');
    await app.training.begin();
    api.emit('job.changed', fakeJob());
    await go('Train');
    const point = { step: 0, epoch: 0, loss: 0, adversarialLoss: null, discriminatorLoss: null, elapsedMs: 900 };
    const known = { inputPsnr: null, linearPsnr: null, validationPsnr: null, remainingMs: null };
    const solving = { ...point, ...known, stage: plain('Solving') };
    const tell = (training: TrainProgress) => {
      api.emit('job.progress', { job: 'job-1', fraction: 0, training });
    };
    tell({ ...solving, phase: 2, epochs: 1, steps: 0 });
    await within(screen.getByRole('complementary')).findByText('Solving');
    expect(screen.getByText('Elapsed')).toBeTruthy();
    expect(screen.queryByText('Epoch')).toBeNull();
    expect(screen.queryByText('Stage')).toBeNull();
    // A network, whose filter is solved first: without a loss, there is nothing to draw.
    tell({ ...solving, step: 1, phase: 1, epochs: 10, steps: 100 });
    await screen.findByText('Epoch');
    expect(screen.queryByRole('img', { name: /^Training loss/ })).toBeNull();
    expect(screen.getByText(/^How far the model still is/)).toBeTruthy();
  });

  it('keeps a filter odd', async () => {
    await app.pair.drawSample(256);
    await go('Train');
    await fireEvent.click(screen.getByRole('radio', { name: /Linear filter/ }));
    await fireEvent.change(screen.getByLabelText('Filter size'), { target: { value: '10' } });
    expect(app.training.form.settings.patch % 2).toBe(1);
  });
});

describe('work that runs', () => {
  it('is seen from any view and controlled from there', async () => {
    await go('Library');
    api.emit('job.changed', fakeJob());
    const strip = await screen.findByRole('region', { name: 'Running jobs' });
    expect(strip.textContent).toContain('epoch 12 of 40');
    expect(strip.textContent).toContain('0:28 left');
    expect(within(strip).getByRole('progressbar').getAttribute('aria-valuenow')).toBe('30');
    await fireEvent.click(within(strip).getByRole('button', { name: 'Stop and keep' }));
    expect(api.asked('jobs.control')).toEqual([{ job: 'job-1', action: 'stop' }]);
    api.emit('job.changed', fakeJob({ state: 'paused' }));
    expect(await within(strip).findByRole('button', { name: 'Resume' })).toBeTruthy();
    api.emit('job.changed', fakeJob({ state: 'done' }));
    await vi.waitFor(() => {
      expect(screen.queryByRole('region', { name: 'Running jobs' })).toBeNull();
    });
  });

  it('that crashed is said until it is dismissed', async () => {
    api.emit('worker.changed', {
      child: 'compute',
      state: 'crashed',
      sentence: plain('The calculating process stopped.'),
    });
    const notice = await screen.findByRole('alert');
    expect(notice.textContent).toContain('The calculating process stopped.');
    await fireEvent.click(within(notice).getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('the library', () => {
  it('names the files that it cannot use', async () => {
    const sentence = 'junk.onepair cannot be used as a model: it is too short. Get the file again or train anew.';
    api.handlers['models.problems'] = () => [plain(sentence)];
    await go('Library');
    api.emit('models.changed', null);
    expect(await screen.findByText(sentence)).toBeTruthy();
  });

  it('renames, and what is removed comes back on demand', async () => {
    api.handlers['models.rename'] = ({ name }) => fakeModel('m2', name);
    await go('Library');
    await fireEvent.click(await screen.findByRole('button', { name: 'Details of attic' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
    await fireEvent.input(screen.getByLabelText('Name'), { target: { value: '  cellar ' } });
    await fireEvent.submit(screen.getByLabelText('Name'));
    expect(api.asked('models.rename')).toEqual([{ model: 'm1', name: 'cellar' }]);
    api.handlers['models.discard'] = ({ model }) => model;
    api.handlers['models.bringBack'] = ({ model }) => fakeModel(model, 'attic');
    app.library.select('m1');
    await fireEvent.click(await screen.findByRole('button', { name: 'Remove' }));
    expect(api.asked('models.discard')).toEqual([{ model: 'm1' }]);
    await fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(api.asked('models.bringBack')).toEqual([{ model: 'm1' }]);
  });

  it('lets a card be dragged out: to the system where it can, else as the address of its bytes', async () => {
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:here/1', revokeObjectURL: vi.fn() }));
    api.handlers['models.file'] = () => ({ id: 'file-1', name: 'attic.onepair' });
    await go('Library');
    const card = await screen.findByRole('button', { name: 'Details of attic' });
    const setData = vi.fn();
    Object.assign(api, { download: () => Promise.resolve(new Blob(['model'])) });
    await fireEvent.pointerDown(card);
    await vi.waitFor(async () => {
      await fireEvent.dragStart(card, { dataTransfer: { setData } });
      expect(setData).toHaveBeenCalledWith('DownloadURL', 'application/octet-stream:attic.onepair:blob:here/1');
    });
    const dragOut = vi.fn(() => Promise.resolve(null));
    Object.assign(api, { dragOut });
    expect(await fireEvent.dragStart(card, { dataTransfer: { setData } })).toBe(false);
    await vi.waitFor(() => {
      expect(dragOut).toHaveBeenCalledWith({ id: 'file-1', name: 'attic.onepair' });
    });
    expect(api.asked('models.file')).toEqual([{ model: 'm1' }]);
  });

  it('is searched, takes dropped files, and hands its settings to the next training', async () => {
    const imported = fakeModel('m3', 'gift');
    api.handlers['models.import'] = () => imported;
    await go('Library');
    await fireEvent.input(await screen.findByRole('searchbox'), { target: { value: 'nowhere' } });
    expect(screen.queryByRole('button', { name: /Details of/ })).toBeNull();
    expect(screen.getByText('No model matches “nowhere”.')).toBeTruthy();
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'attic' } });
    const place = screen.getByRole('group', { name: 'Your models' });
    await fireEvent.drop(place, { dataTransfer: { files: [new File(['x'], 'gift.onepair')] } });
    expect(await screen.findByText('“gift” is in the library.')).toBeTruthy();
    expect(api.asked('models.import')).toHaveLength(1);
    await fireEvent.click(screen.getByRole('button', { name: 'Details of attic' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Train again' }));
    expect(app.session.view).toBe('pair');
    const { units, seed, epochs } = fakeModel('m1', 'attic').card.settings;
    expect(app.training.form.settings).toMatchObject({ method: 'rnn', units, seed, epochs });
  });
});

describe('the divider', () => {
  it('is a slider with a value in words, moved by keys', async () => {
    const photo = api.addPhoto('a.jpg');
    await app.compare.addResult(photo, api.addPhoto('a_attic.jpg'), { label: 'attic', model: 'attic', crisp: null });
    await go('Compare');
    const divider = screen.getByRole('slider', { name: /Divider/ });
    expect(divider.getAttribute('aria-valuetext')).toBe('50 % Degraded, 50 % attic');
    await fireEvent.keyDown(divider, { key: 'PageUp' });
    expect(divider.getAttribute('aria-valuenow')).toBe('60');
    await fireEvent.keyDown(divider, { key: 'Home' });
    expect(divider.getAttribute('aria-valuenow')).toBe('0');
  });
});

describe('the preview of a part', () => {
  it('shows a quick look first and says so, then the exact part', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(960);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(640);
    const none = new Uint8Array();
    api.handlers['restore.preview'] = ({ rect, quick }) => ({
      ...{ rect, exact: !quick, before: none, after: none, elapsedMs: quick ? 400 : 5000 },
    });
    const finish = api.hold('restore.preview', ({ quick }) => !quick);
    await app.restore.list.add([api.addPhoto('day.png')]);
    await go('Restore');
    await expect.poll(() => screen.queryByText(/^A quick look after/)).toBeTruthy();
    expect(screen.getByRole('img', { name: 'After' })).toBeTruthy();
    finish();
    await expect.poll(() => screen.queryByText(/^Exactly as in the result/)).toBeTruthy();
    expect(api.asked('restore.preview').map((asked) => (asked as { quick: boolean }).quick)).toEqual([true, false]);
  });
});
