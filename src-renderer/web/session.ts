/** The parts of a browser window that the web port uses; a test hands in its own. */
export interface PageParts {
  location: Pick<Location, 'hash' | 'host' | 'pathname' | 'origin'>;
  history: Pick<History, 'replaceState'>;
  sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
  fetch: typeof fetch;
  WebSocket: typeof WebSocket;
  /** Between the tabs of this address. */
  BroadcastChannel?: typeof BroadcastChannel;
}

const KEY = 'onepair.token';

/**
 * The token of this tab: the one-time code in the address is exchanged for it and taken out of the address and the
 * history; a reload finds it in the tab's own storage. Null: this page may not talk to Onepair.
 */
export async function openSession(page: PageParts): Promise<string | null> {
  const code = /^#code=([\w-]+)$/.exec(page.location.hash)?.[1];
  if (code !== undefined) {
    page.history.replaceState(null, '', page.location.pathname);
    const token = await exchange(page, code);
    if (token !== null) page.sessionStorage.setItem(KEY, token);
  }
  const kept = page.sessionStorage.getItem(KEY) ?? (await askOtherTabs(page));
  if (kept !== null) {
    page.sessionStorage.setItem(KEY, kept);
    answerOtherTabs(page, kept);
  }
  return kept;
}

const CHANNEL = 'onepair.tabs';
/** A tab that is open answers at once. */
const WAIT_MS = 300;

/** The token of another tab of this address, which is open already; null where there is none. */
function askOtherTabs(page: PageParts): Promise<string | null> {
  if (!page.BroadcastChannel) return Promise.resolve(null);
  const channel = new page.BroadcastChannel(CHANNEL);
  return new Promise((resolve) => {
    const end = (token: string | null) => {
      clearTimeout(timer);
      channel.close();
      resolve(token);
    };
    const timer = setTimeout(() => {
      end(null);
    }, WAIT_MS);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const token = isToken(data) ? data.token : null;
      if (token !== null) end(token);
    };
    channel.postMessage('which');
  });
}

/** Only pages of this very address hear it: the app itself. */
function answerOtherTabs(page: PageParts, token: string): void {
  if (!page.BroadcastChannel) return;
  const channel = new page.BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'which') channel.postMessage({ token });
  };
}

const isToken = (data: unknown): data is { token: string } =>
  typeof data === 'object' && data !== null && 'token' in data && typeof data.token === 'string';

/** 'gone': nothing answers · 'refused': something answers, but this token is not (or no longer) good. */
export async function askSession(page: PageParts, token: string): Promise<'good' | 'refused' | 'gone'> {
  try {
    const response = await page.fetch(`${page.location.origin}/session`, { headers: authorization(token) });
    return response.ok ? 'good' : 'refused';
  } catch {
    return 'gone';
  }
}

export const authorization = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

async function exchange(page: PageParts, code: string): Promise<string | null> {
  const response = await page
    .fetch(`${page.location.origin}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    })
    .catch(() => null);
  if (!response?.ok) return null;
  return ((await response.json()) as { token: string }).token;
}
