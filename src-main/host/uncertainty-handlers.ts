import { modelFile } from './model-file';
import type { ChannelHandlers } from './router';
import type { HostTools } from './tools';

/** Where a model's own answers for a photo lie apart. */
export function uncertaintyHandlers(tools: HostTools): Pick<ChannelHandlers, 'compare.uncertainty'> {
  const { compute, photos } = tools.children;
  const { registry } = tools;
  let asked = 0;
  return {
    'compare.uncertainty': async ({ model, photo, rect }) => {
      const found = registry.photo(photo);
      const source = await photos.call('photo.keep', { path: found.path }, found);
      asked += 1;
      const out = `${source.path}.${asked}.uncertainty`;
      try {
        const { raw, ...uncertainty } = await compute.call('uncertainty.map', {
          model: await modelFile(tools, model),
          source,
          out,
          rect,
        });
        const map = await photos.call('photo.derived', { raw, name: 'uncertainty.png' }, found);
        return { ...uncertainty, map: registry.registerPhoto(map.path, map.name) };
      } finally {
        await tools.files.remove(out);
      }
    },
  };
}
