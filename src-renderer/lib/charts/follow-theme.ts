/** Draws again when token colours change: with the system's scheme and with the user's choice. Call what it returns to end it. */
export function followTheme(redraw: () => void): () => void {
  const theme = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(redraw);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  theme.addEventListener('change', redraw);
  return () => {
    chosen.disconnect();
    theme.removeEventListener('change', redraw);
  };
}
