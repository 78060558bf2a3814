/** How an uncertainty map is stored: grey 8-bit, this many steps for one level (of 255) of disagreement, so 255 is 31.9 levels. */
export const UNCERTAINTY_STEPS_A_LEVEL = 8;

/** The most pixels that one uncertainty map covers: larger parts take too long to wait for. */
export const UNCERTAINTY_MOST_PIXELS = 1_048_576;
