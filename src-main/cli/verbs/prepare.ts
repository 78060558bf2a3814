import { join, parse } from 'node:path';
import { inEnglish } from '@contract/in-language';
import { PREPARATIONS } from '@contract/photo';
import { makeFolder } from '../../disk/atomic-write';
import { AS_IS, readArguments, words, texts } from '../arguments';
import { EXIT, UsageError } from '../exit';
import { refuseToReplace } from '../../disk/replaceable';
import { findingInWords, stepsOf, verdictInWords } from '../preparing';
import { withSession } from '../session';
import type { Verb } from '../verb';

export const prepare: Verb = {
  summary: 'writes a real pair as it is learned from: aligned, its tones matched',
  usage: `onepair prepare --degraded A --clean B --out DIR [--as-is ${PREPARATIONS.join(',')}] [--swap]`,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, {
      ...AS_IS,
      ...texts('degraded', 'clean', 'out'),
    });
    words(positionals);
    const { out, swap = false } = values;
    const [degraded, clean] = swap ? [values.clean, values.degraded] : [values.degraded, values.clean];
    if (degraded === undefined || clean === undefined) throw new UsageError('--degraded and --clean are needed.');
    if (out === undefined) throw new UsageError('--out is missing: the folder to write the two pictures to.');
    const steps = stepsOf(values['as-is']);
    const nameIn = (photo: string) => join(out, `${parse(photo).name}-prepared.png`);
    const written = { degraded: nameIn(degraded), clean: nameIn(clean) };
    if (written.degraded === written.clean) written.clean = join(out, `${parse(clean).name}-clean-prepared.png`);
    for (const path of Object.values(written)) await refuseToReplace(path, [degraded, clean]);
    return withSession(surroundings, output, {}, async ({ call, file, host }) => {
      const photos = { degraded: await file(degraded), clean: await file(clean) };
      const pair = await call('pair.prepare', { ...photos, steps });
      for (const verdict of (await call('pair.check', photos)).verdicts)
        if (verdict.about === 'swapped') output.say(verdictInWords(verdict));
      for (const finding of pair.findings) output.say(findingInWords(finding));
      const degradation = await call('pair.degradation', { degraded: pair.degraded.id, clean: pair.clean.id });
      for (const sentence of degradation?.text ?? []) output.say(inEnglish(sentence));
      if (!pair.findings.some(({ done }) => done)) {
        output.say('Nothing is to be prepared: the pair can be learned from as it is.');
        output.result({ findings: pair.findings, degradation });
        return EXIT.done;
      }
      await makeFolder(out);
      await host.savePhoto(pair.degraded.id, written.degraded);
      await host.savePhoto(pair.clean.id, written.clean);
      output.say(`Wrote ${written.degraded} and ${written.clean}`);
      output.result({ ...written, findings: pair.findings, degradation });
      return EXIT.done;
    });
  },
};
