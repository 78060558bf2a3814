import { scoresOf, type ModelSummary } from '@contract/model-card';
import { patchSize } from '@contract/model-spec';
import { sizeForPeople } from '@contract/size';
import { inEnglish } from '@contract/in-language';
import { given, numberOf, readArguments, words } from '../arguments';
import { EXIT, UsageError } from '../exit';
import { meantBy } from '../nearest';
import { modelIdOf } from '../model-argument';
import type { Output } from '../output';
import { formatDuration, formatPsnr } from '../progress-line';
import { withSession, type Session } from '../session';
import type { Verb } from '../verb';

const FLAGS = { out: { type: 'string' }, onnx: { type: 'string' }, crisp: { type: 'string' } } as const;

type Flags = ReturnType<typeof readArguments<typeof FLAGS>>['values'];
type Action = (session: Session, positionals: string[], output: Output, flags: Flags) => Promise<void>;

const actions: Record<string, Action> = { list, show, import: importModels, export: exportModel, rename, remove };

export const models: Verb = {
  summary: 'lists the models of the library, shows, brings in, hands out, renames and removes them',
  usage: `onepair models list | show MODEL | import FILE... | export MODEL [--out DIR] [--onnx FILE [--crisp 0-100]] | rename MODEL NAME | remove MODEL`,
  words: Object.keys(actions),
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, FLAGS);
    const [name = 'list', ...rest] = positionals;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) throw new UsageError(`There is no "models ${name}".${meantBy(name, Object.keys(actions))}`);
    for (const flag of ['out', 'onnx', 'crisp'] as const)
      if (values[flag] !== undefined && name !== 'export')
        throw new UsageError(`--${flag} belongs to "models export".`);
    return withSession(surroundings, output, {}, async (session) => {
      await action(session, rest, output, values);
      return EXIT.done;
    });
  },
};

async function list({ call }: Session, positionals: string[], output: Output): Promise<void> {
  words(positionals);
  const summaries = await call('models.list', {});
  if (summaries.length === 0) output.say('There is no model yet. Train one: onepair train --sample --task deblur');
  for (const summary of summaries) {
    output.event('model', summary);
    output.say(row(summary));
  }
  const problems = await call('models.problems', {});
  for (const problem of problems) output.say(problem);
  output.result({ models: summaries.length, problems });
}

function row({ id, name, bytes, card: { settings, facts, createdAt } }: ModelSummary): string {
  const psnr = formatPsnr(scoresOf(facts).psnr, 'not measured').padStart(12);
  const what = `${settings.method} ${settings.preset} ${settings.task}`.padEnd(20);
  return `${id.slice(0, 8)}  ${name.padEnd(32)}  ${what}  ${psnr}  ${inEnglish(sizeForPeople(bytes))}  ${createdAt.slice(0, 10)}`;
}

async function show(session: Session, positionals: string[], output: Output): Promise<void> {
  const [model] = words(positionals, 'MODEL');
  const { crop, ...summary } = await session.call('models.show', { model: await modelIdOf(session, model) });
  const { settings, facts } = summary.card;
  output.say(row(summary));
  output.say(
    `Learned from ${facts.pairName}, ${facts.pictureWidth} × ${facts.pictureHeight} px, on ${inEnglish(facts.device)}.`,
  );
  output.say(
    `${facts.steps} steps in ${formatDuration(facts.elapsedMs)}; patch ${patchSize(settings).columns} × ${settings.patch}, units ${settings.units}.`,
  );
  const { inputPsnr, linearPsnr } = scoresOf(facts);
  output.say(
    `Held-out squares: degraded ${formatPsnr(inputPsnr, 'not measured')}, linear filter ${formatPsnr(linearPsnr, 'not measured')}.`,
  );
  for (const note of facts.notes) output.say(note);
  output.result({ model: summary, crop: crop && { width: crop.width, height: crop.height } });
}

async function importModels({ call, file }: Session, positionals: string[], output: Output): Promise<void> {
  if (positionals.length === 0) throw new UsageError('FILE is missing.');
  for (const path of positionals) {
    const summary = await call('models.import', { file: await file(path) });
    output.event('model', summary);
    output.say(`Imported ${summary.name}.`);
  }
}

async function exportModel(session: Session, positionals: string[], output: Output, flags: Flags): Promise<void> {
  const { call, host } = session;
  const [model] = words(positionals, 'MODEL');
  if (flags.onnx !== undefined) return exportGraph(session, model, flags.onnx, output, flags);
  if (flags.crisp !== undefined) throw new UsageError('--crisp belongs to --onnx: a model file has both ends.');
  const { out } = flags;
  const { savedAs } = await call('models.export', { model, folder: host.registerFolder(out ?? '.').id });
  output.say(`Wrote ${savedAs}`);
  output.result({ savedAs });
}

/** The model as an ONNX file, for other programs. */
async function exportGraph(
  session: Session,
  model: string,
  file: string,
  output: Output,
  { out, crisp }: Flags,
): Promise<void> {
  if (out !== undefined) throw new UsageError('--onnx names the file itself: leave --out away.');
  const { savedAs } = await session.call('models.graph', {
    model: await modelIdOf(session, model),
    out: session.host.registerOutput(file),
    ...given({ crisp: numberOf('crisp', crisp) }),
  });
  output.say(`Wrote ${savedAs}`);
  output.result({ savedAs });
}

async function rename({ call }: Session, positionals: string[], output: Output): Promise<void> {
  const [model, name] = words(positionals, 'MODEL', 'NAME');
  const summary = await call('models.rename', { model, name });
  output.say(`It is called ${summary.name} now.`);
  output.result({ model: summary });
}

async function remove({ call }: Session, positionals: string[], output: Output): Promise<void> {
  const [model] = words(positionals, 'MODEL');
  await call('models.remove', { model });
  output.say(`Removed ${model}.`);
}
