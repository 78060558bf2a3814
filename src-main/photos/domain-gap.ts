import type { DomainMeasures } from '@contract/domain-gap';
import type { DomainGap, RawPicture } from '@contract/photo';
import { compareDomains } from '../core/domain-gap/compare';
import { measureDomain } from '../core/domain-gap/measure';
import { openRawSource } from '../codec/raw-picture';

/** How near a decoded photo is to what a model was trained on, as far as the model's card tells. */
export async function domainGap(raw: RawPicture, training: DomainMeasures | null | undefined): Promise<DomainGap> {
  if (!training) return compareDomains(null, training);
  const source = await openRawSource(raw);
  try {
    return compareDomains(await measureDomain(source), training);
  } finally {
    await source.close();
  }
}
