import { RECIPE_STEPS, type Recipe } from '@contract/recipe';
import { given, numberOf, readArguments, texts, words } from '../arguments';
import { EXIT, UsageError } from '../exit';
import { refuseToReplace } from '../../disk/replaceable';
import { withSession } from '../session';
import type { Verb } from '../verb';

const FLAGS = texts(...RECIPE_STEPS, 'psf', 'seed');

export const recipe: Verb = {
  summary: 'degrades a good photo step by step: lens, motion, ISO, film, JPEG and others',
  usage: `onepair recipe IN OUT ${RECIPE_STEPS.map((step) => `[--${step} N]`).join(' ')} [--psf PICTURE] [--seed 0]`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, FLAGS);
    const [input, out] = words(positionals, 'IN', 'OUT');
    const steps = [...RECIPE_STEPS, 'seed'] as const;
    const asked: Recipe = given(Object.fromEntries(steps.map((step) => [step, numberOf(step, values[step])])));
    if (values.psf === undefined && RECIPE_STEPS.every((step) => step === 'angle' || values[step] === undefined))
      throw new UsageError('A recipe says what is done to the picture: --lens 1.5 or --iso 6400, say.');
    await refuseToReplace(out, [input, ...(values.psf === undefined ? [] : [values.psf])]);
    return withSession(surroundings, output, {}, async ({ call, file, host }) => {
      const psf = values.psf === undefined ? {} : { psf: await file(values.psf) };
      const { degraded } = await call('pair.recipe', { clean: await file(input), recipe: asked, ...psf });
      await host.savePhoto(degraded.id, out);
      output.say(`Wrote ${out}`);
      output.result({ out });
      return EXIT.done;
    });
  },
};
