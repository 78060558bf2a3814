import type { ModelSummary } from '@contract/model-card';
import { text } from './strings';

/** What tells models of one pair apart: method and preset. Empty where the model is not in the library. */
export function badgeOf(models: readonly ModelSummary[], model: string | null): string {
  const settings = models.find(({ id }) => id === model)?.card.settings;
  return settings
    ? `${text.methods[settings.method].name} · ${text.presets[settings.method][settings.preset].name}`
    : '';
}

/** The same where no other model beside it has it, else empty: then the names tell them apart. */
export function tellingBadge(
  models: readonly ModelSummary[],
  model: string | null,
  all: readonly (string | null)[],
): string {
  const badge = badgeOf(models, model);
  const others = all.filter((one) => one !== model).map((one) => badgeOf(models, one));
  return others.includes(badge) ? '' : badge;
}
