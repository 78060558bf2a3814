/** PSNR in dB and SSIM. `matched`: PSNR after exposure is matched, which differs by chance between shots of a real camera. */
export interface CaseScore {
  psnr: number;
  ssim: number;
  matched?: number;
}

/** What one system makes of one set of pictures after learning from one pair. */
export interface CaseRow {
  /** What is measured: `CASES`, or `realcam`. */
  case: string;
  /** The pair that was learned from. */
  learnedFrom: string;
  /** 'unet-gan fast', or the name of a peer with what it was set to. */
  system: string;
  set: string;
  seed: number;
  /** The hash of the program; peers have none. */
  engine: string | null;
  trainSeconds: number | null;
  /** The same of processor time, of all cores together: what else the machine does matters less. */
  trainCpuSeconds: number | null;
  /** That a part of each picture or fewer pictures were measured. */
  part?: string;
  scores: { picture: string; input: CaseScore; restored: CaseScore }[];
}
