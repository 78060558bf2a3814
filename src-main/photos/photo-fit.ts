import type { FitMeasures } from '@contract/domain-gap';
import type { RawPicture } from '@contract/photo';
import { compareFit, type Fit } from '../core/domain-gap/compare';
import { measureFit } from '../core/domain-gap/measure';
import { openRawSource } from '../codec/raw-picture';

/** How near a decoded photo is to what a model was trained on, as far as the model's card tells. */
export async function photoFit(raw: RawPicture, training: FitMeasures | null | undefined): Promise<Fit> {
  if (!training) return compareFit(null, training);
  const source = await openRawSource(raw);
  try {
    return compareFit(await measureFit(source), training);
  } finally {
    await source.close();
  }
}
