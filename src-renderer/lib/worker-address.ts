import layerUrl from './tiles/layer-worker?worker&url';
import trainerUrl from '../trainer/worker?worker&url';

/** What a browser's trusted types ask of whoever starts a worker; other browsers have none. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

const ADDRESSES = { layers: layerUrl, trainer: trainerUrl };
let policy: ReturnType<TrustedTypes['createPolicy']> | null = null;

/** The address of a worker of the app's own. The policy's name is on the list of the page's content security policy, and can be made once. */
export function workerAddress(name: keyof typeof ADDRESSES): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const isOwn = (url: string) => Object.values(ADDRESSES).includes(url);
  policy ??=
    trustedTypes?.createPolicy('onepair-worker', {
      createScriptURL(url) {
        if (!isOwn(url)) throw new Error('This is no worker of Onepair.');
        return url;
      },
    }) ?? null;
  return policy?.createScriptURL(ADDRESSES[name]) ?? ADDRESSES[name];
}
