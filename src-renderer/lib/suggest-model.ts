import type { ModelSummary } from '@contract/model-card';
import type { CameraFacts } from '@contract/photo';

/** As EXIF or a model's card says it. */
type Taken = { [K in keyof CameraFacts]?: CameraFacts[K] | undefined };

/** Sensitivities this many times apart still have noise alike: one stop. */
const ISO_FACTOR = 2.05;

/**
 * The model whose pair was taken most like these photos, or null where none was: the same camera for all of them, and
 * where both say so the same lens and an ISO within one stop. Photos without EXIF suggest nothing.
 */
export function suggestModel(
  models: readonly ModelSummary[],
  photos: readonly (CameraFacts | undefined)[],
): ModelSummary | null {
  if (photos.length === 0) return null;
  const rated = models
    .map((model) => ({ model, rating: Math.min(...photos.map((photo) => likeness(model.card.camera, photo))) }))
    .filter(({ rating }) => rating > 0);
  return rated.toSorted((a, b) => b.rating - a.rating)[0]?.model ?? null;
}

/** 0: nothing speaks for it. The camera alone counts 1, the lens and the ISO one more each. */
function likeness(pair: Taken | undefined, photo: CameraFacts | undefined): number {
  if (pair?.model === undefined || pair.model !== photo?.model || pair.make !== photo.make) return 0;
  const isIsoKnown = pair.iso !== undefined && photo.iso !== undefined;
  const isIsoNear = isIsoKnown && Math.max(pair.iso! / photo.iso!, photo.iso! / pair.iso!) <= ISO_FACTOR;
  if (isIsoKnown && !isIsoNear) return 0;
  const isLens = pair.lens !== undefined && pair.lens === photo.lens;
  return 1 + Number(isLens) + Number(isIsoNear);
}

/** 'One D5 · ISO 3200 · 50mm f/1.8', of what is known. */
export function cameraWords({ make, model, lens, iso }: Taken): string {
  const name = model === undefined || (make !== undefined && model.startsWith(make)) ? model : joined(make, model);
  return [name, iso === undefined ? undefined : `ISO ${iso}`, lens].filter((word) => word !== undefined).join(' · ');
}

const joined = (make: string | undefined, model: string) => (make === undefined ? model : `${make} ${model}`);
