import { beforeEach } from 'vitest';

// The files share one window, so that it is set up once: no test may find what another one has kept.
beforeEach(() => {
  if (!('localStorage' in globalThis)) return; // a test of what the page runs on, in Node
  localStorage.clear();
  sessionStorage.clear();
});
