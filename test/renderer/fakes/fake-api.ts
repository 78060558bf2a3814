import type { Answer, Args, Channel } from '@contract/channels';
import type { EventName, Events } from '@contract/events';
import { PHOTO, RUNTIME } from '../../fixtures/answers';
import type { ImageRequest } from '@contract/image-url';
import type { JobSnapshot } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import { resolveSettings } from '@contract/model-spec';
import type { PhotoInfo, PhotoRef } from '@contract/photo';
import { SETTINGS_DEFAULTS } from '@contract/settings';
import { AppError } from '@contract/result';
import { plain } from '../../said';
import type { Api, LinkState } from '../../../src-preload/api';

type Handlers = { [C in Channel]?: (args: Args<C>) => Answer<C> | Promise<Answer<C>> };

/** An app behind the page that lives in memory: answers at once, remembers what was asked, tells what a test says. */
export class FakeApi implements Api {
  readonly calls: { channel: Channel; args: unknown }[] = [];
  readonly photos = new Map<string, PhotoInfo>();
  readonly images: ImageRequest[] = [];
  handlers: Handlers;
  paint: (request: ImageRequest, info: PhotoInfo) => Promise<Blob> = () => Promise.resolve(new Blob());
  readonly #listeners = new Map<EventName, Set<(payload: never) => void>>();

  constructor(handlers: Handlers = {}) {
    this.handlers = { ...this.#defaults(), ...handlers };
  }

  async call<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>> {
    this.calls.push({ channel, args });
    const handler = this.handlers[channel];
    if (!handler) throw new AppError('unavailable', plain(`The fake has no answer for ${channel}.`));
    return handler(args);
  }

  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<E extends EventName>(event: E, payload: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload as never);
  }

  async image(request: ImageRequest): Promise<Blob> {
    this.images.push(request);
    return this.paint(request, this.#info(request.photo));
  }

  async upload(file: File): Promise<PhotoRef> {
    if (file.name.endsWith('.txt')) {
      throw new AppError(
        'bad-input',
        plain(`“${file.name}” is not a photo. Choose a JPEG, PNG, TIFF, WebP or AVIF file.`),
      );
    }
    return Promise.resolve(this.addPhoto(file.name));
  }

  onLink(listener: (link: LinkState) => void): () => void {
    listener({ state: 'open' });
    return () => undefined;
  }

  /** Keeps a channel's answers (to some of its questions) back until what is returned is called. */
  hold<C extends Channel>(channel: C, isHeld: (args: Args<C>) => boolean = () => true): () => void {
    const answer = this.handlers[channel]!;
    let go = (): void => undefined;
    const released = new Promise<void>((resolve) => (go = resolve));
    this.handlers[channel] = (async (args: Args<C>) => {
      if (isHeld(args)) await released;
      return answer(args);
    }) as Handlers[C];
    return go;
  }

  addPhoto(name: string, info: Partial<PhotoInfo> = {}): PhotoRef {
    const id = `photo-${this.photos.size + 1}`;
    this.photos.set(id, { ...PHOTO, name, ...info });
    return { id, name };
  }

  asked(channel: Channel): unknown[] {
    return this.calls.filter((call) => call.channel === channel).map((call) => call.args);
  }

  #info(photo: string): PhotoInfo {
    const info = this.photos.get(photo);
    if (!info) throw new AppError('not-found', plain('That photo is not known any more. Choose it again.'));
    return info;
  }

  #defaults(): Handlers {
    return {
      'app.info': () => ({
        version: '0.1.0',
        shell: 'web',
        platform: 'linux',
        nativeDialogs: false,
        defaultOutput: '~/Pictures/Onepair',
      }),
      'runtime.info': () => RUNTIME,
      'settings.get': () => ({ ...SETTINGS_DEFAULTS, folder: null, fixed: [] }),
      'settings.set': (change) => ({ ...SETTINGS_DEFAULTS, ...(change as object), folder: null, fixed: [] }),
      'photos.info': ({ photo }) => this.#info(photo),
      'pair.check': () => ({ verdicts: [], level: 'good', shift: null, alignment: null, scale: 1, psnr: 24.86 }),
      'pair.turned': () => false,
      'pair.degrade': ({ clean }) => ({ degraded: this.addPhoto(`${this.#info(clean).name} (degraded)`) }),
      'pair.recipe': () => ({ degraded: this.addPhoto('by recipe') }),
      'pair.burst': () => ({
        degraded: this.addPhoto('shot'),
        clean: this.addPhoto('mean'),
        leftOut: this.addPhoto('seams'),
        notes: [],
      }),
      'pair.prepare': () => ({
        degraded: this.addPhoto('prepared shot'),
        clean: this.addPhoto('prepared mean'),
        findings: [],
      }),
      'pair.middle': ({ side }) => ({
        degraded: this.addPhoto('middle', { width: side, height: side }),
        clean: this.addPhoto('clean middle', { width: side, height: side }),
      }),
      'pair.degradation': () => null,
      'pair.sample': ({ size = 512 }) => ({
        clean: this.addPhoto('drawn picture', { width: size, height: size }),
        degraded: this.addPhoto('drawn picture, blurred', { width: size, height: size }),
      }),
      'train.estimate': () => ({
        patches: 655_360,
        steps: 10_240,
        memoryBytes: 6e8,
        seconds: 52,
        photoSeconds: 40,
        notes: [],
      }),
      'train.start': () => ({ job: 'job-1' }),
      'train.history': () => ({ points: [], preview: null, epochPreviews: [] }),
      'train.movePreview': () => null,
      'train.keep': ({ epoch }) => fakeModel(`epoch-${epoch}`, `starfish epoch ${epoch}`),
      'train.checkpoints': () => [],
      'train.resume': () => ({ job: 'job-1' }),
      'train.discard': () => null,
      'restore.estimate': ({ photos }) => ({ secondsPerPhoto: photos.map(() => 3), totalSeconds: photos.length * 3 }),
      'compare.preview': ({ photo, rect }) => {
        const { name, width, height } = this.#info(photo);
        const seen = rect ?? { x: 0, y: 0, width, height };
        return { picture: this.addPhoto(`${name}, restored`, { width: seen.width, height: seen.height }), rect: seen };
      },
      'restore.start': () => ({ job: 'job-2' }),
      'jobs.list': () => [],
      'study.list': () => [],
      'study.start': () => ({ job: 'study-1' }),
      'study.remove': () => null,
      'jobs.control': () => null,
      'jobs.order': () => null,
      'compare.score': () => ({ psnr: 29.18, ssim: 0.871, identical: false }),
      'models.list': () => [],
      'models.problems': () => [],
      'models.remove': () => null,
      'models.removed': () => [],
      'models.remarks': () => ({}),
    };
  }
}

export function fakeModel(id: string, name: string, changes: Partial<ModelSummary['card']> = {}): ModelSummary {
  return {
    id,
    name,
    bytes: 1_240_000,
    card: {
      formatVersion: 1,
      name,
      settings: resolveSettings({ method: 'rnn', preset: 'best', task: 'deblur' }),
      facts: {
        epochs: 40,
        steps: 10_240,
        elapsedMs: 52_000,
        finishedAt: '2026-03-01T10:00:00.000Z',
        device: 'CPU · 2 cores',
        pictureWidth: 512,
        pictureHeight: 512,
        pairName: 'drawn picture',
        heldOutSquares: 4,
        validationPsnr: 29.41,
        inputPsnr: 25.26,
        linearPsnr: 28.9,
        stoppedEarly: false,
        notes: [],
      },
      history: [],
      appVersion: '0.1.0',
      createdAt: '2026-03-01T10:00:00.000Z',
      ...changes,
    },
  };
}

export function fakeJob(changes: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    id: 'job-1',
    kind: 'train',
    title: plain('Training “starfish”'),
    place: 1,
    state: 'running',
    progress: 0.3,
    elapsedMs: 12_000,
    remainingMs: 28_000,
    detail: plain('epoch 12 of 40'),
    ...changes,
  };
}
