import { summaryOf, type Check, type SelfTestReport } from '@contract/self-test';
import { version } from '../../../package.json';
import { systemLabel } from '../../host/diagnostics';
import { DEVICES } from '../../self-test/devices';
import { requireRoomForReport, writeReportFiles } from '../../self-test/report-files';
import { runSelfTest } from '../../self-test/run';
import { choiceOf, readArguments, words } from '../arguments';
import { EXIT } from '../exit';
import { commandLineServices } from '../session';
import type { Verb } from '../verb';

export const selfTest: Verb = {
  summary: 'tries every channel and every device here; self-test.json and .html go to DIR',
  usage: 'onepair self-test [--out DIR] [--devices cpu,wasm]',
  async run(args, output, surroundings) {
    const { positionals, values } = readArguments(args, { out: { type: 'string' }, devices: { type: 'string' } });
    words(positionals);
    const devices = values.devices?.split(',').map((name) => choiceOf('devices', name, DEVICES) ?? 'cpu');
    if (values.out !== undefined) await requireRoomForReport(values.out);
    const startedAt = new Date().toISOString();
    const checks = await runSelfTest({
      ...surroundings,
      shell: commandLineServices,
      ...(devices === undefined ? {} : { devices }),
      onCheck: (done) => {
        output.event('check', done);
        output.say(lineOf(done));
      },
    });
    const report: SelfTestReport = { version, shell: 'cli', system: systemLabel(), startedAt, checks };
    if (values.out !== undefined) await writeReportFiles(values.out, report);
    output.say(summaryOf(checks));
    output.result({ summary: summaryOf(checks) });
    return checks.some(({ outcome }) => outcome === 'failed') ? EXIT.someFailed : EXIT.done;
  },
};

const lineOf = ({ group, name, outcome, said, ms }: Check): string =>
  `${outcome.padEnd(8)}${`${group} ${name}`.padEnd(30)} ${said} (${ms} ms)`;
