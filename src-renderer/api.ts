import { makeApi, type Api } from '../src-preload/api';
import { bridgePort, type Bridge } from '../src-preload/bridge';
import { openWebPort } from './web/port';

declare global {
  interface Window {
    /** Put here by the preload script in Electron; absent in a browser page. */
    onepair?: Bridge;
  }
}

/** The app's verbs, over Electron's bridge where there is one, else over the page's own address. */
export function connect(): Api {
  return makeApi(window.onepair === undefined ? openWebPort() : bridgePort(window.onepair));
}
