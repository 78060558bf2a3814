import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, as text that fits into a header, a subprotocol and the fragment of an address. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Compares in a time that depends on neither text. */
export function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

export interface Gate {
  /** 200: may pass · 401: wrong or no token · 429: wrong, and there were too many wrong ones lately. */
  check(given: string | undefined): 200 | 401 | 429;
}

/** The right token always passes, however many wrong ones arrive. */
export function createGate(token: string, nowMs: () => number, wrongPerMinute = 60): Gate {
  let windowStartMs = 0;
  let wrong = 0;
  return {
    check: (given) => {
      if (given !== undefined && sameSecret(given, token)) return 200;
      if (nowMs() - windowStartMs >= 60_000) {
        windowStartMs = nowMs();
        wrong = 0;
      }
      wrong += 1;
      return wrong > wrongPerMinute ? 429 : 401;
    },
  };
}

export interface OneTimeCode {
  current(): string;
  /** True once, for the right code. */
  exchange(given: string): boolean;
}

/**
 * The code in the link that opens the page. It ends with its first use and with nothing else: whoever merely fetches the
 * page changes nothing. A new one takes its place then, and `onNew` is told (to rewrite the link file).
 */
export function createOneTimeCode(onNew: () => void): OneTimeCode {
  let code = newSecret();
  return {
    current: () => code,
    exchange: (given) => {
      if (!sameSecret(given, code)) return false;
      code = newSecret();
      onNew();
      return true;
    },
  };
}
