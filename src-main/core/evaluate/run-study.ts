import { protocolFor } from '@contract/evaluate';
import { resolveSettings, type TaskName } from '@contract/model-spec';
import { STUDIES, studyMethods, type StudyName, type StudyRequest, type StudyResult } from '@contract/study';
import { say, type Sentence } from '@contract/sentence';
import type { JobToken } from '../job-token';
import type { Lab } from './lab';
import { chooseMaterials, type Material } from './materials';
import type { Kept } from './score-all';
import type { Study, StudyContext } from './study';

const modules = import.meta.glob<Study>('./studies/*.ts', { eager: true, import: 'study' });

function studyNamed(name: StudyName): Study {
  const study = modules[`./studies/${name}.ts`];
  if (!study) throw new Error(`There is no file studies/${name}.ts.`);
  return study;
}

/** Every study there is: what `studies/NAME.ts` exports. */
const studies = Object.fromEntries(STUDIES.map((name) => [name, studyNamed(name)])) as Record<StudyName, Study>;

export interface StudyEnvironment {
  token: JobToken;
  nowMs(): number;
  kept: Kept;
  /** Told when a step begins, goes on and ends; `result` is new after every step. */
  onProgress(progress: { fraction: number; detail: Sentence }): void;
  onResult(result: StudyFindings): Promise<void>;
}

/** A study's result without what only the process around it knows. */
export type StudyFindings = Omit<StudyResult, 'id' | 'device' | 'engine' | 'versions' | 'updatedAt' | 'elapsedMs'>;

/** Thrown through a step to end the study with what it has. */
class Ended extends Error {}

/**
 * Runs the steps of a study that are not kept yet, and returns what was found: incomplete where the token said stop.
 * Throws AppError: cancelled, bad-input.
 */
export async function runStudy(
  request: StudyRequest,
  pictures: { pair: Material | null; tests: Material[] },
  environment: StudyEnvironment,
): Promise<StudyFindings> {
  const study = studies[request.study];
  const { context, notes } = contextOf(request, pictures);
  const steps = study.steps(context);
  const values = new Map<string, unknown>();
  for (const { key } of steps) {
    const value = environment.kept.get(key);
    if (value !== undefined) values.set(key, value);
  }
  const present = () => presentation(study, context, values, steps.length, notes);
  for (const [index, step] of steps.entries()) {
    if (values.has(step.key)) continue;
    const tell = (fraction: number) => {
      environment.onProgress({ fraction: (index + fraction) / steps.length, detail: step.detail });
    };
    tell(0);
    const value = await endable(environment, tell, (lab) => step.run(lab));
    if (value instanceof Ended) break;
    values.set(step.key, value);
    await environment.kept.put(step.key, value);
    await environment.onResult(present());
  }
  return present();
}

async function endable<T>(
  environment: StudyEnvironment,
  onProgress: (fraction: number) => void,
  work: (lab: Lab) => Promise<T>,
): Promise<T | Ended> {
  const next = async () => {
    if ((await environment.token.next()) === 'stop') throw new Ended();
    return 'go' as const;
  };
  try {
    return await work({ token: { next }, nowMs: () => environment.nowMs(), onProgress });
  } catch (error) {
    if (error instanceof Ended) return error;
    throw error;
  }
}

function contextOf(request: StudyRequest, pictures: { pair: Material | null; tests: Material[] }) {
  const { seed = 0, scale } = request.choices;
  const degradation = taskOf(request, pictures.pair?.degraded != null);
  const protocol = protocolFor(degradation, {
    seed,
    ...(degradation === 'sr' && scale !== undefined ? { scale } : {}),
  });
  const { notes, ...materials } = chooseMaterials(request, pictures.pair, pictures.tests);
  const context: StudyContext = {
    request,
    protocol,
    methods: request.methods ?? studyMethods(request.study),
    ...materials,
    settings: (method, changes = {}) =>
      resolveSettings({ ...request.choices, ...changes, method, task: degradation, scale: protocol.scale }),
  };
  const anew =
    degradation === request.choices.task || request.choices.task === undefined ? [] : [say('study.degradedAnew')];
  return { context, notes: [...notes, ...anew] };
}

/** The task of the pairs. What nobody can make, or the study cannot use, is replaced by the paper's blur. */
function taskOf({ study, choices: { task = 'deblur' } }: StudyRequest, ownPair: boolean): TaskName {
  const { degrades } = studies[study];
  const possible = degrades ? degrades.includes(task) : task !== 'custom' || ownPair;
  return possible ? task : 'deblur';
}

function presentation(
  study: Study,
  context: StudyContext,
  values: ReadonlyMap<string, unknown>,
  steps: number,
  notes: Sentence[],
): StudyFindings {
  const findings = study.findings(context, values);
  return {
    study: context.request.study,
    title: study.title,
    about: study.about,
    ...findings,
    notes: [...notes, ...findings.notes],
    request: context.request,
    trainedOn: [context.training.name],
    testedOn: context.tests.map(({ name }) => name),
    steps,
    stepsDone: values.size,
    complete: values.size === steps,
  };
}
