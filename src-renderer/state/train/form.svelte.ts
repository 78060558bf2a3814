import { fitPreset, fitToBudget, type Fitted } from '@contract/budget';
import type { TrainEstimate } from '@contract/job';
import {
  DEFAULTS,
  defaultMethod,
  resolveSettings,
  type MethodName,
  type PresetName,
  type TrainChoices,
  type TrainSettings,
} from '@contract/model-spec';
import type { Said } from '@contract/said';
import type { Api } from '../../../src-preload/api';
import type { Size } from '../../lib/viewport';
import { attempt } from '../attempt';
import { latest } from '../latest';
import type { PairState } from '../pair.svelte';

/** What is chosen elsewhere, or follows from the pair. */
const NOT_BY_HAND = ['method', 'preset', 'task', 'scale', 'region'];

/** What the next training is set to, and what it would take. */
export class TrainingForm {
  /** As chosen; null: what suits the task. */
  #method = $state<MethodName | null>(null);
  preset = $state<PresetName>(DEFAULTS.preset);
  byHand = $state.raw<TrainChoices>({});
  name = $state('');
  /** A model that learns on; null where a new one is trained. */
  continues = $state.raw<{ id: string; name: string } | null>(null);
  estimate = $state.raw<TrainEstimate | null>(null);
  problem = $state.raw<Said>('');
  /** The time that a training may take, in seconds; 0 where none was set. */
  budgetS = $state(0);
  /** What fits into that time, once it is known and while it stands. */
  fitted = $state.raw<Fitted | null>(null);
  readonly #budgets = latest();
  readonly #estimates = latest();

  readonly method: MethodName = $derived.by(() => {
    const { task, report } = this.pair;
    return this.#method ?? (task === 'custom' ? report?.method : undefined) ?? defaultMethod(task);
  });
  /** What the user chose, with what follows from the pair. */
  readonly choices: TrainChoices = $derived.by(() => ({ ...this.#given, ...this.byHand }));
  readonly settings: TrainSettings = $derived(resolveSettings(this.choices));
  /** What it would be with nothing set by hand. */
  readonly presetSettings: TrainSettings = $derived.by(() => resolveSettings(this.#given));

  constructor(
    private readonly api: Api,
    private readonly pair: PairState,
  ) {}

  get #given(): TrainChoices {
    const { task, made, scale, region } = this.pair;
    return {
      method: this.method,
      preset: this.preset,
      task,
      ...(task === 'sr' ? { scale: made?.options.scale ?? scale } : {}),
      ...(region ? { region } : {}),
    };
  }

  /** Another method starts from its own preset values. */
  chooseMethod(method: MethodName): void {
    this.#method = method;
    this.continues = null;
    this.resetByHand();
  }

  choosePreset(preset: PresetName): void {
    this.preset = preset;
    this.continues = null;
    this.resetByHand();
  }

  /** What was chosen, to be kept. */
  get kept() {
    return { method: this.#method, preset: this.preset, byHand: this.byHand, name: this.name };
  }

  takeUp({ method, preset, byHand, name }: TrainingForm['kept']): void {
    this.#method = method;
    this.preset = preset;
    this.byHand = byHand;
    this.name = name;
  }

  /** Everything that a finished training was set to, but what follows from its pair. */
  take(settings: TrainSettings): void {
    this.#forgetBudget();
    this.#method = settings.method;
    this.preset = settings.preset;
    const values = Object.entries(settings).filter(([name]) => !NOT_BY_HAND.includes(name));
    this.byHand = Object.fromEntries(values);
  }

  set<K extends keyof TrainChoices>(key: K, value: TrainChoices[K]): void {
    this.#forgetBudget();
    this.byHand = { ...this.byHand, [key]: value };
  }

  resetByHand(): void {
    this.#forgetBudget();
    this.byHand = {};
  }

  /**
   * Chooses preset and epochs that fit into so many seconds here; whatever else was set by hand stays. `quick`: epochs of the
   * fast preset, of a part of this size.
   */
  async fitBudget(budgetS: number, quick?: { size: Size }): Promise<void> {
    const size = quick?.size ?? this.pair.size;
    this.#forgetBudget();
    const others = Object.entries(this.byHand).filter(([key]) => key !== 'epochs' && key !== 'stageEpochs');
    const rest: TrainChoices = Object.fromEntries(others);
    this.byHand = rest;
    if (budgetS === 0 || !size) return;
    this.budgetS = budgetS;
    const counts = this.#budgets.begin();
    await attempt(
      async () => {
        const choices = { ...this.choices, ...rest };
        const estimate = async (settings: TrainSettings) => (await this.#ask(settings, size)).seconds;
        const fitted = quick
          ? await fitPreset('fast', budgetS, choices, estimate)
          : await fitToBudget(budgetS, choices, estimate);
        if (!counts()) return;
        this.fitted = fitted;
        this.preset = fitted.preset;
        this.byHand = { ...rest, stageEpochs: fitted.stageEpochs };
      },
      (problem) => {
        if (counts()) this.problem = problem;
      },
    );
  }

  /** Asks what a training on a picture of this size would take. */
  async refreshEstimate(settings: TrainSettings, size: Size | null): Promise<void> {
    const counts = this.#estimates.begin();
    if (!size) {
      this.estimate = null;
      return;
    }
    await attempt(
      async () => {
        const estimate = await this.#ask(settings, size);
        if (!counts()) return;
        this.estimate = estimate;
        this.problem = '';
      },
      (problem) => {
        if (!counts()) return;
        this.estimate = null;
        this.problem = problem;
      },
    );
  }

  #ask(settings: TrainSettings, { width, height }: Size): Promise<TrainEstimate> {
    return this.api.call('train.estimate', { settings, width, height });
  }

  #forgetBudget(): void {
    this.#budgets.drop();
    this.budgetS = 0;
    this.fitted = null;
  }
}
