import type { Protocol } from '@contract/evaluate';
import type { Sentence } from '@contract/sentence';
import type { MethodName, TaskName, TrainChoices, TrainSettings } from '@contract/model-spec';
import type { StudyRequest, StudyResult } from '@contract/study';
import type { Lab } from './lab';
import type { Material } from './materials';

/** What a study is made from. */
export interface StudyContext {
  request: StudyRequest;
  protocol: Protocol;
  methods: MethodName[];
  /** The picture that is learned from. */
  training: Material;
  /** The pictures that are measured on. */
  tests: Material[];
  settings(method: MethodName, changes?: TrainChoices): TrainSettings;
}

/** A piece of a study that is kept when it is done: one training and what is measured with it. */
export interface StudyStep<Value = unknown> {
  key: string;
  detail: Sentence;
  run(lab: Lab): Promise<Value>;
}

/** The values of the steps that are done, by key. */
export type StepValues = ReadonlyMap<string, unknown>;

type Findings = Pick<StudyResult, 'charts' | 'tables' | 'pictures' | 'notes'>;

/** One experiment: what has to be done, and how it reads as far as it has come. */
export interface Study {
  title: Sentence;
  about: Sentence;
  /** Degrades clean pictures itself, by one of these tasks; absent: takes pairs as they are. */
  degrades?: readonly TaskName[];
  steps(context: StudyContext): StudyStep[];
  findings(context: StudyContext, values: StepValues): Findings;
}

/** Steps by what they are about, and the values they gave: keeps keys and types in one place. */
export function stepsOf<Item, Value>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  detailOf: (item: Item) => Sentence,
  run: (item: Item, lab: Lab) => Promise<Value>,
) {
  return {
    steps: items.map((item): StudyStep<Value> => ({
      key: keyOf(item),
      detail: detailOf(item),
      run: (lab) => run(item, lab),
    })),
    /** The items that are done, with their values. */
    done: (values: StepValues) =>
      items.flatMap((item) => {
        const value = values.get(keyOf(item)) as Value | undefined;
        return value === undefined ? [] : [{ item, value }];
      }),
  };
}
