/** A page that nobody sees gets no frame: it waits no longer than this. */
const LATEST_MS = 250;

// The frame in index.html is painted before the app's script takes the processor.
const start = () => void import('./main');
const waiting = setTimeout(start, LATEST_MS);
requestAnimationFrame(() =>
  setTimeout(() => {
    clearTimeout(waiting);
    start();
  }),
);
