import { readArguments, words } from '../arguments';
import { EXIT } from '../exit';
import { formatPsnr } from '../progress-line';
import { withSession } from '../session';
import type { Verb } from '../verb';

export const compare: Verb = {
  summary: 'PSNR and SSIM of a restored photo against the clean one, on luminance',
  usage: 'onepair compare RESTORED CLEAN',
  async run(args, output, surroundings) {
    const { positionals } = readArguments(args, {});
    const [restored, clean] = words(positionals, 'RESTORED', 'CLEAN');
    return withSession(surroundings, output, {}, async ({ call, file }) => {
      const score = await call('compare.score', { restored: await file(restored), clean: await file(clean) });
      output.say(`PSNR ${formatPsnr(score.psnr)}, SSIM ${score.ssim.toFixed(4)}`);
      if (score.note !== undefined) output.say(score.note);
      output.result(score);
      return EXIT.done;
    });
  },
};
