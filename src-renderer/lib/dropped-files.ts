/** The files of a drop or a paste; other things that were dropped are left. */
export const filesOf = (transfer: DataTransfer | null): File[] => [...(transfer?.files ?? [])];
