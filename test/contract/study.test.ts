import { expect, it } from 'vitest';
import { METHODS, PAPER_METHODS } from '@contract/model-spec';
import { STUDIES, studyCsv, studyMethods, type StudyResult } from '@contract/study';

it('compares by itself what belongs together', () => {
  for (const study of STUDIES) expect(METHODS).toEqual(expect.arrayContaining(studyMethods(study)));
  expect(studyMethods('scores')).toEqual([...PAPER_METHODS]);
  expect(studyMethods('noise')).not.toContain('linear');
});

it('becomes a table for spreadsheets in which no name is a formula', () => {
  const result = {
    charts: [
      {
        title: 'PSNR, by noise',
        kind: 'lines',
        x: { label: 'noise' },
        y: { label: 'PSNR (dB)' },
        series: [
          {
            name: '=1+1',
            points: [
              [0, 30.5],
              [1, -2],
            ],
          },
        ],
      },
    ],
    tables: [{ title: 'Means', columns: ['method', 'dB'], rows: [['rnn "a"', null]] }],
  } as unknown as StudyResult;
  expect(studyCsv(result)).toBe(
    '"PSNR, by noise"\nseries,noise,PSNR (dB)\n' + "'=1+1,0,30.5\n'=1+1,1,-2\n\n" + 'Means\nmethod,dB\n"rnn ""a""",\n',
  );
});
