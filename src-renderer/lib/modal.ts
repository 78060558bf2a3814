/** Attached to a dialog: it is open, above everything else, as long as it is on the page. */
export function openModal(dialog: HTMLDialogElement): () => void {
  dialog.showModal();
  return () => {
    dialog.close();
  };
}
