/** The XMP namespace of the mark that every result bears: with which model it was made. */
export const RESTORED_NAMESPACE = 'urn:x-onepair:restored:1.0/';
