import { expect, test } from './app';

/** What an injected text would try. Each must be stopped by the page's own rules, and each is a breach that is told of. */
test('no text becomes code: Trusted Types and the content security policy stop it', async ({ page, complaints }) => {
  const outcome = await page.evaluate(async () => {
    // Code of the test itself may evaluate; what runs later may not.
    await new Promise((later) => setTimeout(later));
    const tried = (attempt: () => unknown): string => {
      try {
        attempt();
        return 'went through';
      } catch (error) {
        return error instanceof Error ? error.name : 'stopped';
      }
    };
    const make = (tag: string) => document.createElement(tag);
    const { trustedTypes } = globalThis as unknown as {
      trustedTypes: { createPolicy(name: string, rules: object): unknown; defaultPolicy: unknown };
    };
    const scripts = document.scripts.length;
    const inline = document.createElement('script');
    return {
      markup: tried(() => (make('div').innerHTML = '<img src=x onerror="globalThis.pwned=1">')),
      outer: tried(() => {
        document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
      }),
      written: tried(() => {
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- what an injected text would call
        document.write('<b>x</b>');
      }),
      source: tried(() => ((make('script') as HTMLScriptElement).src = '/assets/x.js')),
      inline: tried(() => (inline.text = 'globalThis.pwned=1')),
      frame: tried(() => ((make('iframe') as HTMLIFrameElement).srcdoc = '<script>parent.pwned=1</script>')),
      worker: tried(() => new Worker('/assets/x.js')),
      // eslint-disable-next-line no-eval -- what an injected text would call
      evaluated: tried(() => (globalThis as unknown as { eval(text: string): unknown }).eval('1')),
      made: tried(() => (globalThis as unknown as { Function: (text: string) => unknown }).Function('return 1')),
      parsed: tried(() => document.createRange().createContextualFragment('<b>x</b>')),
      handler: tried(() => {
        make('b').setAttribute('onclick', 'globalThis.pwned=1');
      }),
      policy: tried(() => trustedTypes.createPolicy('mine', { createHTML: (text: string) => text })),
      again: tried(() => trustedTypes.createPolicy('svelte-trusted-html', { createHTML: (text: string) => text })),
      default: String(trustedTypes.defaultPolicy),
      scripts: document.scripts.length - scripts,
      pwned: String((globalThis as { pwned?: number }).pwned),
    };
  });
  const { scripts, pwned, default: fallback, evaluated, made, ...attempts } = outcome;
  expect({ scripts, pwned, fallback }).toEqual({ scripts: 0, pwned: 'undefined', fallback: 'null' });
  expect([evaluated, made]).toEqual(['EvalError', 'EvalError']);
  expect(attempts).toEqual(Object.fromEntries(Object.keys(attempts).map((name) => [name, 'TypeError'])));
  // That each was told of shows that the other browser tests, which end with no complaint, had none.
  await expect
    .poll(() => complaints.filter((text) => text.startsWith('require-trusted-types-for')).length)
    .toBeGreaterThan(7);
  expect(complaints.some((text) => text.startsWith('trusted-types '))).toBe(true);
  await page.evaluate(() => {
    console.error('the last of them');
  });
  await expect.poll(() => complaints).toContain('the last of them');
  complaints.length = 0;
});
