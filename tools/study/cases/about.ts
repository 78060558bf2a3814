/** What each case asks, as it stands on the page. */
export const ABOUT = {
  photos: 'Deblurring learned from a photo as a pair of which nothing is said: PSNR on luminance, as in the tables',
  motion:
    'A camera that moved (9 px at 30°), grain that depends on the light and hangs together over neighbours, then JPEG of ' +
    'quality 60 with halved colour, learned from one drawn pair of which nothing is said: PSNR on luminance',
  noise: 'White noise of σ 25 on R, G and B, learned from a drawn pair: PSNR of the colours; CBM3D is told the σ',
  apart:
    'A noisy pair (σ 25) whose clean side is turned by 0.3°, 1 % larger, 7.4 px aside, 0.3 EV brighter and warmer, and the ' +
    'same pair as it should be: PSNR of the colours',
  'apart soft': 'The same of a soft pair (deblurring): PSNR on luminance',
  burst:
    'Sixteen noisy shots (σ 25) held by hand, one of them against the mean of the others, and the same shot with the true ' +
    'picture: PSNR of the colours',
} as const;
export type CaseName = keyof typeof ABOUT;
