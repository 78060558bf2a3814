import { inEnglish } from '@contract/in-language';
import type { Said } from '@contract/said';
import type { KeptExperiment, Results } from '../results/results';
import { notRun, type Row } from './rows';
import { ofFigure, STUDIO_DB, TOLERANCE, type Verdict } from './verdict';

type Head = Pick<Row, 'where' | 'claim' | 'paper'>;
type Cell = Said | number | null;

/** The tables of one experiment, as numbers by row and column. */
class Table {
  constructor(private readonly experiment: KeptExperiment) {}

  #row(begins: string | number): Cell[] | undefined {
    const alike = (cell: Cell) =>
      typeof begins === 'number' ? typeof cell === 'number' && Math.abs(cell - begins) < 0.02 : words(cell) === begins;
    return this.experiment.tables[0]?.rows.find(([first]) => alike(first ?? null));
  }

  /** The number where a row crosses a column; NaN where there is none. */
  at(row: string | number, column: string): number {
    const place = this.experiment.tables[0]?.columns.findIndex((name) => words(name).startsWith(column)) ?? -1;
    const cell = this.#row(row)?.[place];
    return typeof cell === 'number' ? cell : Number.NaN;
  }

  column(name: string): number[] {
    const [table] = this.experiment.tables;
    const place = table?.columns.findIndex((column) => words(column).startsWith(name)) ?? -1;
    return (table?.rows ?? []).map((row) => row[place]).filter((cell) => typeof cell === 'number');
  }
}

const words = (cell: Cell): string => (cell === null || typeof cell === 'number' ? String(cell) : inEnglish(cell));

interface Found {
  ours: string;
  verdict: Verdict;
  note?: string;
}

/** What an experiment says to a claim; not yet run where it is not there. */
function from(results: Results, study: string, head: Head, read: (table: Table) => Found): Row {
  const experiment = results.experiments.find((found) => found.study === study);
  if (!experiment) return notRun(head);
  const { ours, verdict, note = '' } = read(new Table(experiment));
  const learned = experiment.trainedOn.map(words).join(', ').replaceAll('.png', '');
  const { preset = 'best', epochs } = experiment.request.choices;
  const short = epochs === undefined ? '' : `, ${epochs} epochs`;
  return { ...head, ours, verdict, note, protocol: `\`${preset}\`${short} on ${learned}, symmetric borders, one seed` };
}

const db = (value: number) => value.toFixed(2);
const holds = (statement: boolean): Verdict => (statement ? 'reproduced' : 'contradicted');

/** Figs. 4 and 7: stronger noise than in training. */
export function noiseRows(results: Results): Row[] {
  const figure = (claim: string, paper: number, level: number, column: string) =>
    from(results, 'noise', { where: 'Fig. 4', claim, paper: paper.toFixed(2) }, (table) => {
      const value = table.at(level, column);
      const readings = column === 'degraded' ? [value] : [value, value + STUDIO_DB];
      const input = table.at(level, 'degraded');
      const below = value < input ? `below the degraded picture (${db(input)})` : '';
      const { verdict, note } = ofFigure(paper, readings, TOLERANCE.psnr);
      return {
        ours: column === 'degraded' ? db(value) : `${db(value)} (studio ${db(value + STUDIO_DB)})`,
        verdict,
        note: [note, below].filter((part) => part !== '').join('; '),
      };
    });
  return [
    figure('starfish, σ_n 4.24, input (dB)', 24.25, 4.24, 'degraded'),
    figure('starfish, σ_n 4.24, RNN (dB)', 28.07, 4.24, 'rnn'),
    figure('starfish, σ_n 9.90, input (dB)', 23.02, 9.9, 'degraded'),
    figure('starfish, σ_n 9.90, RNN-GAN (dB)', 26.36, 9.9, 'rnn-gan'),
    from(
      results,
      'noise',
      { where: 'Fig. 7', claim: 'RNN-GAN suppresses strong noise better than RNN', paper: 'above from about σ_n 5' },
      (table) => {
        const gap = table.at(9.9, 'rnn-gan') - table.at(9.9, 'rnn');
        return { ours: `RNN-GAN − RNN at σ_n 9.90: ${db(gap)} dB`, verdict: holds(gap > 0) };
      },
    ),
    from(
      results,
      'noise',
      { where: 'Fig. 7', claim: 'at σ_n 9.90 RNN-GAN is above the degraded picture', paper: '+3.34 dB' },
      (table) => {
        const gap = table.at(9.9, 'rnn-gan') - table.at(9.9, 'degraded');
        return { ours: `RNN-GAN − degraded at σ_n 9.90: ${db(gap)} dB`, verdict: holds(gap > 0) };
      },
    ),
  ];
}

/** Figs. 8 and 9, Sec. 6, and the sparsity of Secs. 3 and 4. */
export function otherRows(results: Results): Row[] {
  return [
    from(
      results,
      'patches',
      { where: 'Fig. 8', claim: 'a picture of 128 × 128 px is enough', paper: 'the error elsewhere levels off' },
      (table) => {
        const errors = table.column('error on other');
        const patches = table.column('patches');
        const at = patches.findIndex((count) => count >= 14_400);
        const [there, least] = [errors[at] ?? Number.NaN, Math.min(...errors)];
        return {
          ours: `error ${there.toExponential(2)} at 128 px, least ${least.toExponential(2)}`,
          verdict: holds(there < 1.1 * least),
          note: 'Δ is half the degraded error; one draw for each size',
        };
      },
    ),
    from(
      results,
      'pictures',
      {
        where: 'Fig. 9',
        claim: 'a chessboard teaches deblurring of natural pictures',
        paper: 'shown on Lena, no figure',
      },
      (table) => {
        const gain = table.at('chessboard', 'rnn') - table.at('chessboard', 'degraded');
        return {
          ours: `RNN gains ${db(gain)} dB over the degraded pictures`,
          verdict: 'cannot be told',
          note: 'preset `fast`, which starts from a linear filter',
        };
      },
    ),
    from(
      results,
      'sparsity',
      { where: 'Sec. 3', claim: 'W_zz plays the part of I − DᵀD/c (ISTA)', paper: 'eqs. 11, 12' },
      (table) => {
        const [own, random] = ['W_zz to I', 'the same, untrained'].map((name) => table.at('rnn', name));
        if (Number.isNaN(own!)) return { ours: '', verdict: 'not yet run' };
        return {
          ours: `relative distance ${own!.toFixed(3)}, of the untrained cell ${random!.toFixed(3)}`,
          verdict: own! < 0.5 * random! ? 'reproduced' : 'not reproduced',
          note: 'D is the decoder W_xz; the order of units is fixed by both',
        };
      },
    ),
    notRun({ where: 'Fig. 9', claim: 'two more synthetic pairs, blur 1.2', paper: 'pictures, no figure' }),
    from(
      results,
      'blur',
      {
        where: 'Sec. 6, Fig. 11',
        claim: 'f̂_t (σ_t 1) blurred with √3 equals f̂_s (σ_s 2)',
        paper: 'curves agree (RNN-GAN, boats)',
      },
      (table) => {
        const [blurred, asIs] = [table.at('rnn-gan', 'f̂s and f̂t blurred'), table.at('rnn-gan', 'f̂s and f̂t as')];
        return {
          ours: `RNN-GAN: ${db(blurred)} dB between them, ${db(asIs)} before blurring`,
          verdict: holds(blurred > asIs + 6),
          note: 'on Lena, not boats',
        };
      },
    ),
    from(
      results,
      'blur',
      { where: 'Sec. 6, eq. 13', claim: 'σ_s ≤ σ_t leaves the blur √(σ_t² − σ_s²)', paper: 'stated' },
      (table) => {
        const residual = table.at('rnn-gan', 'f̂t of σt 3');
        if (Number.isNaN(residual)) return { ours: '', verdict: 'not yet run' };
        const clean = table.at('rnn-gan', 'the same against the clean');
        return {
          ours: `RNN-GAN: ${db(residual)} dB to the blurred picture, ${db(clean)} to the clean one`,
          verdict: holds(residual > clean),
        };
      },
    ),
    from(
      results,
      'sparsity',
      { where: 'Sec. 4', claim: 'activations are sparse without a penalty', paper: 'stated' },
      (table) => {
        const zeros = table.at('rnn', 'zero activations');
        const untrained = table.at('rnn', 'zeros of the untrained');
        const before = Number.isNaN(untrained) ? 'the untrained cell was not measured' : `untrained ${db(untrained)} %`;
        return {
          ours: `${db(zeros)} % zeros; ${before}`,
          verdict: Number.isNaN(untrained) ? 'cannot be told' : holds(zeros > untrained + 10),
        };
      },
    ),
    from(
      results,
      'sparsity',
      {
        where: 'Sec. 3',
        claim: 'the code of the row before is a good start (W_zz carries something)',
        paper: 'stated',
      },
      (table) => {
        const [own, none, shuffled] = ['error as trained', 'error with W_zz', 'error with rows'].map((name) =>
          table.at('rnn', name),
        );
        if (Number.isNaN(none!)) return { ours: '', verdict: 'not yet run' };
        return {
          ours: `error ${own!.toExponential(2)}; W_zz = 0: ${none!.toExponential(2)}; rows shuffled: ${shuffled!.toExponential(2)}`,
          verdict: holds(none! > 1.05 * own! && shuffled! > 1.05 * own!),
        };
      },
    ),
  ];
}
