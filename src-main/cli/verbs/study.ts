import { dirname } from 'node:path';
import { METHODS } from '@contract/model-spec';
import { inWords } from '@contract/said';
import { STUDIES, studyCsv, type StudyRequest, type StudyResult } from '@contract/study';
import { choiceOf, COMPUTE, given, numberOf, readArguments, words, texts } from '../arguments';
import { severalOf, spreadLists } from '../evaluation/plan';
import { testSets } from '../evaluation/run';
import { EXIT, UsageError } from '../exit';
import { meantBy } from '../nearest';
import { makeFolder, writeFileAtomic } from '../../disk/atomic-write';
import { refuseToReplace } from '../../disk/replaceable';
import { withSession } from '../session';
import { studyNpy } from '../study/npy';
import { runOneStudy } from '../study/run';
import { trainChoices, LEARNING_FLAGS } from '../train-choices';
import type { Verb } from '../verb';

const FLAGS = {
  ...COMPUTE,
  ...LEARNING_FLAGS,
  methods: { type: 'string', multiple: true },
  ...texts('train', 'degraded'),
  test: { type: 'string', multiple: true },
  quick: { type: 'boolean' },
  stride: { type: 'string' },
  out: { type: 'string', multiple: true },
} as const;

const WRITERS: Record<string, (result: StudyResult) => string | Buffer> = {
  '.json': (result) => `${JSON.stringify(result, inWords, 1)}\n`,
  '.csv': studyCsv,
  '.npy': studyNpy,
};
const ENDINGS = Object.keys(WRITERS);

/** The paper's experiments, as the Lab makes them. */
export const study: Verb = {
  summary: 'the studies of the paper, on a drawn or an own picture',
  usage: `onepair study ${STUDIES.join('|')} [--train IMG [--degraded IMG]] [--test IMG|DIR...] [--methods NAME,...] [--quick]
  [--preset paper|best|fast] [--stride N] [the other flags of train] [--out FILE.json|.csv|.npy...]
  Without --train the picture is drawn. A study that was ended goes on where it was.`,
  words: STUDIES,
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(spreadLists(args), FLAGS);
    const [name] = words(positionals, 'NAME');
    const chosen = STUDIES.find((known) => known === name);
    if (chosen === undefined)
      throw new UsageError(`There is no study "${name}", only ${STUDIES.join(', ')}.${meantBy(name, STUDIES)}`);
    if (values.degraded !== undefined && values.train === undefined)
      throw new UsageError('--degraded is the other half of a pair: name its clean picture with --train.');
    const out = values.out ?? [];
    for (const path of out)
      if (!ENDINGS.some((ending) => path.endsWith(ending)))
        throw new UsageError(`--out is "${path}": end the name in ${ENDINGS.join(', ')}.`);
    for (const path of out) await refuseToReplace(path);
    const methods = values.methods && severalOf('methods', values.methods, METHODS);
    const request: StudyRequest = {
      study: chosen,
      choices: {
        ...trainChoices(values, choiceOf('task', values.task, ['deblur', 'sr', 'denoise', 'custom'] as const)),
        ...given({ restoreStride: numberOf('stride', values.stride) }),
      },
      quick: values.quick ?? false,
      ...given({ methods }),
    };
    const tests = (await testSets(values.test ?? [])).flatMap(({ photos }) => photos);
    const pictures = { clean: values.train ?? null, tests, ...given({ degraded: values.degraded }) };
    const result = await withSession(surroundings, output, values, (session) =>
      runOneStudy(session, request, pictures, output),
    );
    for (const path of out) await write(path, result);
    output.say(`\n${studyCsv(result)}`);
    output.result({ study: result.id, ...given({ out: values.out }) });
    return EXIT.done;
  },
};

async function write(path: string, result: StudyResult): Promise<void> {
  const ending = ENDINGS.find((one) => path.endsWith(one))!;
  await makeFolder(dirname(path));
  // A name that was taken meanwhile is not replaced.
  await writeFileAtomic(path, [Buffer.from(WRITERS[ending]!(result))], { overwrite: false });
}
