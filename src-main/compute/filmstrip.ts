import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MODEL_EXTENSION } from '@contract/model-card';
import type { TrainRequest } from '@contract/worker-calls';
import { say } from '@contract/sentence';
import type { Said } from '@contract/said';
import type { JobToken } from '../core/job-token';
import { Evaluator } from '../core/training/evaluator';
import { thinEpochs } from '../core/training/filmstrip';
import type { TrainingPair } from '../core/training/prepare-pair';
import type { TrainedModel } from '../core/training/train';
import { makeFolder } from '../disk/atomic-write';
import { loadModel, saveModel } from '../store/model-file';
import type { Emit } from '../processes/serve';
import { sessionScratch } from '../disk/session-scratch';
import { storedModel } from './stored-model';

/** Models of single epochs, each a whole model file of the session's scratch folder; a bounded number of them. */
export interface Filmstrip {
  readonly keep: (epoch: number, model: TrainedModel) => Promise<void>;
  /** Shows every kept epoch on the pair's present crop, the newest first, also while the training is paused. */
  redraw(): Promise<void>;
}

const YIELDING: JobToken = { next: () => nextTurn('go' as const) };

export async function createFilmstrip(
  request: TrainRequest,
  pair: TrainingPair,
  device: Said,
  emit: Emit,
): Promise<Filmstrip> {
  const folder = (await sessionScratch()).path(`epochs-${request.job}`, '');
  await makeFolder(folder);
  const pathOf = (epoch: number) => join(folder, `${epoch}${MODEL_EXTENSION}`);
  let kept: number[] = [];
  let drawing = 0;

  const tell = (epoch: number, crop: TrainedModel['crop'], validationPsnr: number | null) => {
    if (crop === null) return;
    const { width, height, restored } = crop;
    const preview = { job: request.job, epoch, width, height, restored, validationPsnr, kept };
    emit('train.epochPreview', { preview, path: pathOf(epoch) });
  };

  const isPresent = (crop: TrainedModel['crop']) => {
    const { x = 0, y = 0 } = request.settings.region ?? {};
    return crop?.place.x === x + pair.crop.rect.x && crop.place.y === y + pair.crop.rect.y;
  };
  const redraw = async (epoch: number, evaluator: Evaluator, round: number) => {
    // Thinned out meanwhile, or unreadable: one picture less to choose from.
    const model = await loadModel(pathOf(epoch)).catch(() => null);
    if (!model) return;
    const crop = await evaluator.preview(model.tensors);
    if (round !== drawing) return;
    if (epoch === kept.at(-1)) emit('train.preview', { job: request.job, ...crop, epoch });
    tell(epoch, crop, model.card.facts.validationPsnr);
  };
  const evaluatorNow = () => new Evaluator(pair, request.settings, YIELDING);

  return {
    async keep(epoch, model) {
      const name = `${request.name.slice(0, 100)} epoch ${epoch}`;
      const notes = [say('training.keptEpoch', { epoch, epochs: request.settings.epochs })];
      await saveModel(pathOf(epoch), storedModel({ ...request, name }, model, device, notes));
      // A training may have gone back to its last checkpoint, on another device.
      const left = thinEpochs(
        kept.filter((one) => one < epoch),
        epoch,
      );
      const dropped = kept.filter((one) => !left.includes(one));
      kept = left;
      for (const one of dropped) await rm(pathOf(one), { force: true });
      // The user may have looked elsewhere while this epoch was drawn.
      if (isPresent(model.crop)) tell(epoch, model.crop, model.facts.validationPsnr);
      else await redraw(epoch, evaluatorNow(), drawing);
    },
    async redraw() {
      const round = ++drawing;
      const evaluator = evaluatorNow();
      for (const epoch of [...kept].reverse()) {
        if (round === drawing) await redraw(epoch, evaluator, round);
      }
    },
  };
}
