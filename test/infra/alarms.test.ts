import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { alarmDefinitions, apiAlarm } from '../../infra/alarms.ts';
import { isAsynchronous } from '../../infra/functions/function-definition.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import { functionName } from '../../infra/names.ts';
import { STAGES } from '../../infra/stages.ts';
import { type Synthesized, synthesize } from '../support/synthesized.ts';

const stage = STAGES.production;
const definitions = [...alarmDefinitions(stage), apiAlarm('api')];
let synthesized: Synthesized;
beforeAll(async () => {
  synthesized = await synthesize('production');
});

/** The anchor GitHub gives a heading: lower case, letters with accents kept, spaces as hyphens. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section): [string, string] => [anchorOf(section.split('\n')[0] ?? ''), section]),
);

describe('alarms', () => {
  it('are all in the template, reach people, and say the impact and where to read on', () => {
    const alarms = synthesized.of('AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(definitions.length);
    for (const { properties } of alarms) {
      expect(properties.AlarmDescription).toMatch(/^.{30,} Qué hacer: docs\/runbook\.md#\S+$/);
      expect(properties.AlarmActions).toHaveLength(1);
    }
  });

  it('have names of their own', () => {
    expect(new Set(definitions.map(({ name }) => name)).size).toBe(definitions.length);
  });

  it('ring when a job of every five minutes falls silent; no other rings for want of figures', () => {
    const silent = synthesized
      .of('AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties.TreatMissingData !== 'notBreaching');
    const silence = {
      ...{ TreatMissingData: 'breaching', ComparisonOperator: 'LessThanThreshold', Threshold: 1 },
      ...{ Period: 900, MetricName: 'Invocations' },
    };
    expect(silent.map(({ properties }) => properties)).toMatchObject([
      { ...silence, AlarmName: expect.stringMatching(/access-watch-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/agreements-sweep-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/custody-heal-scans-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/custody-letters-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/custody-dispose-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/custody-chase-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/invoicing-stamp-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/lending-heal-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/recovery-restate-past-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/recovery-resume-files-silent$/) },
      { ...silence, AlarmName: expect.stringMatching(/statements-monthly-silent$/) },
    ]);
  });

  it.each(FUNCTIONS.map(({ name }) => name))('watch errors, throttles and time of %s', (name) => {
    const watched = definitions
      .filter(({ metric }) => metric.dimensions.FunctionName === functionName(stage, name))
      .map(({ metric }) => metric.name);
    expect(watched).toEqual(expect.arrayContaining(['Errors', 'Throttles', 'Duration']));
  });

  it('watch the queue of every function that nobody waits for', () => {
    const queues = definitions.flatMap(({ metric }) => metric.dimensions.QueueName ?? []);
    expect(queues).toHaveLength(FUNCTIONS.filter(isAsynchronous).length);
  });

  it.each([...new Set(definitions.map(({ runbookSection }) => runbookSection))])(
    'send people to a section that tells what to do: %s',
    (anchor) => {
      const section = sections.get(anchor);
      expect(section, `docs/runbook.md has no section with the anchor ${anchor}`).toBeDefined();
      for (const part of ['**Descripción.**', '**Investigación.**', '**Solución.**']) expect(section).toContain(part);
    },
  );

  it('use every section of the runbook that is about an alarm', () => {
    const used = new Set(definitions.map(({ runbookSection }) => runbookSection));
    const about = [...sections].filter(([, text]) => text.includes('**Investigación.**')).map(([anchor]) => anchor);
    expect(about.filter((anchor) => !used.has(anchor))).toEqual([]);
  });
});
