import type { TrainSettings } from '@contract/model-spec';
import { CRISP } from '@contract/model-tensors';
import type { NamedArray } from '@contract/named-array';
import { CRISPEST } from '@contract/restore-options';

/** A network's weights as the crisp end. */
export function crispTensors(network: NamedArray[]): NamedArray[] {
  return network.map((tensor) => ({ ...tensor, name: CRISP + tensor.name }));
}

export const isCrisp = ({ name }: { name: string }): boolean => name.startsWith(CRISP);

/**
 * The weights between the faithful end (0) and the crisp one (100), (1 − a)·θ₁ + a·θ₂: network interpolation as in
 * ESRGAN (Wang et al. 2018, arXiv 1809.00219, Sec. 3.4). Models with one end stay as they are.
 */
export function atCrisp(tensors: NamedArray[], crisp: number): NamedArray[] {
  const second = new Map(tensors.filter(isCrisp).map((tensor) => [tensor.name.slice(CRISP.length), tensor]));
  const share = crisp / CRISPEST;
  return tensors
    .filter((tensor) => !isCrisp(tensor))
    .map((tensor) => {
      const other = second.get(tensor.name);
      if (share === 0 || tensor.dtype !== 'F32' || other?.dtype !== 'F32') return tensor;
      const end = other.data;
      return { ...tensor, data: tensor.data.map((value, index) => (1 - share) * value + share * end[index]!) };
    });
}

/** The settings of what was really learned: a training that ended in stage 1 has one end, and no dial. */
export function settingsReached(settings: TrainSettings, tensors: NamedArray[]): TrainSettings {
  if (tensors.some(isCrisp)) return settings;
  return { ...settings, ingredients: settings.ingredients.filter((name) => name !== 'crisp-dial') };
}
