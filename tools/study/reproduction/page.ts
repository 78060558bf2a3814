import { markdownTable } from '../../../src-main/cli/evaluation/report';
import type { Results } from '../results/results';
import { claims } from './claims';
import type { Row } from './rows';
import { STUDIO_DB, TOLERANCE, VERDICTS } from './verdict';

/** docs/reproduction.md: every number is from docs/results.json. */
export function reproductionPage(results: Results): string {
  const rows = claims(results);
  return [
    '# Reproduction',
    'The claims and figures of D. Pereg, *One-Shot Image Restoration*, one row each, beside what this program measures. ' +
      'Made by `npm run study -- pages` from [results.json](results.json), which holds a row for each picture; ' +
      'no number of ours was typed by hand.',
    counts(rows),
    rules(rows),
    markdownTable(
      ['where', 'claim', 'paper', 'ours', 'protocol', 'verdict'],
      rows.map(({ where, claim, paper, ours, protocol, verdict, note }) => [
        where,
        claim,
        paper,
        ours,
        protocol,
        `**${verdict}**${note === '' ? '' : `: ${note}`}`,
      ]),
    ),
    provenance(results),
  ].join('\n\n');
}

const counts = (rows: Row[]) =>
  `${rows.length} rows: ${VERDICTS.map((verdict) => `${rows.filter((row) => row.verdict === verdict).length} ${verdict}`).join(', ')}.`;

/** What one other reading of the luminance would make of the rows: said, and not chosen from. */
function underStudio(rows: Row[]): string {
  const both = rows.filter(({ studio }) => studio !== undefined);
  const ours = both.filter(({ verdict }) => verdict === 'reproduced').length;
  const theirs = both.filter(({ studio }) => studio === 'reproduced').length;
  return `Of the ${both.length} rows of a restored picture’s or set’s PSNR, ${ours} are reproduced; under studio-range luminance it would be ${theirs}.`;
}

const rules = (rows: Row[]) =>
  '## How to read it\n\n' +
  `- **reproduced**: on the same pictures, within ${TOLERANCE.psnr} dB or ${TOLERANCE.ssim} of SSIM; ` +
  'for “one is above the other”, the whole 95 % interval of the differences lies above 0.\n' +
  '- **not reproduced**: the figure is another. **contradicted**: the opposite was measured. **cannot be told**: other pictures, ' +
  'another machine, or an interval that holds both answers. **not yet run**: no result is kept.\n' +
  '- Intervals are 95 %, by bootstrap over pictures; they say what other pictures would change, not what other seeds would. ' +
  'Every training here is one seed (0) unless a row says otherwise.\n' +
  '- **One protocol for every row**: luminance of full range (0–255), symmetric borders, noise on R, G and B each. The paper says no more than ' +
  '“luminance”. ' +
  `Studio range (16–235) reads ${STUDIO_DB.toFixed(2)} dB higher; it decides nothing here. ${underStudio(rows)}\n` +
  '- The paper prints 500 of Berkeley’s pictures; ours are 24 of them.\n' +
  '- The paper’s printed inputs fit more than one protocol (starfish 24.8 dB in Fig. 2 needs symmetric borders, parrot 25.33 dB in Fig. 3 ' +
  'circular ones and R, G and B alike); none of them bears on studio range. What others would give stands beside, and is not judged.\n' +
  '- What the paper leaves open (optimizer, rate, batch, λ, widths) is fixed in [decisions.md](decisions.md), the same in every row.\n\n' +
  '## Claim by claim';

function provenance({ runs, earlier }: Results): string {
  const engines = [...new Set(runs.map(({ engine, versions }) => engine ?? versions.onepair))];
  const commits = [...new Set(earlier.map(({ commit }) => commit))];
  return (
    '## Where the numbers are from\n\n' +
    `Rows of pictures: ${engines.length === 0 ? 'none yet' : `engine ${engines.map((id) => `\`${id}\``).join(', ')}`}. ` +
    `Means and experiments of before rows were kept: commit ${commits.map((id) => `\`${id}\``).join(', ')}.\n\n` +
    'An engine is the hash of the built program that trains and measures (`onepair evaluate --out` writes it); the same sources ' +
    'give the same hash.\n'
  );
}
