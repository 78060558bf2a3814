import type { OpenModel, RestoreTiles } from './method';

/** A model with something done around its restoring, of a plane and of three alike. */
export function wrapped(
  model: OpenModel,
  changed: Partial<Pick<OpenModel, 'margin'>>,
  around: (restore: RestoreTiles) => RestoreTiles,
): OpenModel {
  const one = around(async ([tile], options) => [await model.restoreTile(tile!, options)]);
  const { restoreColors } = model;
  return {
    settings: model.settings,
    margin: changed.margin ?? model.margin,
    ...(model.tilesAtOnce === undefined ? {} : { tilesAtOnce: model.tilesAtOnce }),
    restoreTile: async (tile, options) => (await one([tile], options))[0]!,
    ...(restoreColors ? { restoreColors: around((tiles, options) => restoreColors(tiles, options)) } : {}),
    dispose: () => {
      model.dispose();
    },
  };
}
