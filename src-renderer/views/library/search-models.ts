import type { ModelSummary } from '@contract/model-card';
import { text } from '../../lib/strings';
import { cameraWords } from '../../lib/suggest-model';

/** Lower case, without accents: 'Ägäis' is found by 'agais'. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/**
 * The models in which every word of `query` is found: in the name, the task, the method, the device, the pair or the
 * camera. `words` gives the names of task and method as they are on the screen.
 */
export function searchModels(
  models: readonly ModelSummary[],
  query: string,
  words: (model: ModelSummary) => string,
): ModelSummary[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const { facts, camera } = model.card;
    const said = plain(
      [model.name, words(model), text.fromHost(facts.device), facts.pairName, cameraWords(camera ?? {})].join(' '),
    );
    return wanted.every((word) => said.includes(word));
  });
}
