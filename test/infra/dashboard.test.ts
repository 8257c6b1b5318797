import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AREAS } from '../../infra/areas.ts';
import { isAsynchronous } from '../../infra/functions/function-definition.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import { failedQueueName, functionName } from '../../infra/names.ts';
import { STAGES } from '../../infra/stages.ts';
import { synthesize } from '../support/synthesized.ts';

const stage = STAGES.production;

const widgetSchema = z.looseObject({
  type: z.enum(['metric', 'text']),
  x: z.int(),
  y: z.int(),
  width: z.int(),
  height: z.int(),
  properties: z.looseObject({
    title: z.string().optional(),
    markdown: z.string().optional(),
    metrics: z.array(z.array(z.unknown())).default([]),
  }),
});
type Widget = z.output<typeof widgetSchema>;

let widgets: readonly Widget[];
beforeAll(async () => {
  const [dashboard, ...others] = (await synthesize('production')).of('AWS::CloudWatch::Dashboard');
  expect(others).toEqual([]);
  // The region and the API's id are references: any word in their place leaves the JSON readable.
  const parts: readonly unknown[] = dashboard?.properties.DashboardBody['Fn::Join'][1];
  const body = parts.map((part) => (typeof part === 'string' ? part : 'reference')).join('');
  widgets = z.object({ widgets: z.array(widgetSchema) }).parse(JSON.parse(body)).widgets;
});

/** Widgets under the heading of an area, down to the next heading. */
function rowOf(area: string): readonly Widget[] {
  const first = widgets.findIndex(({ properties }) => properties.markdown?.startsWith(`## ${area}\n`) === true);
  const after = widgets.slice(first + 1);
  const end = after.findIndex(({ type }) => type === 'text');
  return first === -1 ? [] : after.slice(0, end === -1 ? after.length : end);
}

/** What the widgets draw: name of the metric and its function, queue or API. */
const drawn = (row: readonly Widget[]) =>
  row.flatMap(({ properties }) => properties.metrics.map((metric) => `${String(metric[1])} ${String(metric[3])}`));

describe('dashboard', () => {
  it('has a row for every area, in their order', () => {
    const headings = widgets.flatMap(({ properties }) => /^## (\S+)\n/.exec(properties.markdown ?? '')?.[1] ?? []);
    expect(headings.slice(0, AREAS.length)).toEqual([...AREAS]);
  });

  it.each(AREAS)('shows of %s calls, failures, time and throttles of each function, and what waits', (area) => {
    const functions = FUNCTIONS.filter((definition) => definition.area === area);
    const shown = drawn(rowOf(area));
    const expected = functions.flatMap((definition) => [
      ...['Invocations', 'Errors', 'Duration', 'Throttles'].map(
        (metric) => `${metric} ${functionName(stage, definition.name)}`,
      ),
      ...(isAsynchronous(definition)
        ? [`ApproximateAgeOfOldestMessage ${failedQueueName(stage, definition.name)}`]
        : []),
      ...(definition.triggers.some(({ type }) => type === 'stream')
        ? [`IteratorAge ${functionName(stage, definition.name)}`]
        : []),
    ]);
    expect(shown.toSorted()).toEqual(expected.toSorted());
  });

  it('says of every area what cannot be done while one of its functions fails', () => {
    const texts = widgets.map(({ properties }) => properties.markdown ?? '').join('\n');
    for (const { name, errorImpact } of FUNCTIONS) expect(texts).toContain(`**${name}**: ${errorImpact}`);
  });

  it('lies on its 24 columns without gaps, nothing over anything else', () => {
    for (const y of new Set(widgets.map((widget) => widget.y))) {
      const row = widgets.filter((widget) => widget.y === y).toSorted((a, b) => a.x - b.x);
      let x = 0;
      for (const widget of row) {
        expect(widget.x).toBe(x);
        x += widget.width;
      }
      expect(x).toBe(24);
    }
  });
});
