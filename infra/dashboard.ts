import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, type IWidget, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_NAMESPACE, type MetricName } from '../shared/observability/metrics.ts';
import { AREAS } from './areas.ts';
import { type FunctionDefinition, isAsynchronous } from './functions/function-definition.ts';
import { FUNCTIONS } from './functions.ts';
import { failedQueueName, functionName } from './names.ts';
import type { Stage } from './stages.ts';

/** Columns of a CloudWatch dashboard. */
const WIDTH = 24;

/** A graph before it is known how many share its row. */
interface Graph {
  readonly title: string;
  readonly left: readonly IMetric[];
  readonly right?: readonly IMetric[];
}

/**
 * The dashboard, a row of widgets a line: what everybody's calls come to, then a row for each area of infra/areas.ts
 * with its functions, then the business's own figures. A new area has its row without a line here.
 */
export function dashboardWidgets(stage: Stage, apiId: string, runbook: string): IWidget[][] {
  return [
    [text(`# Cartera (${stage.name})\nQué hacer con cada alarma: ${runbook}`, 2)],
    graphs(apiGraphs(apiId)),
    ...AREAS.flatMap((area) => {
      const functions = FUNCTIONS.filter((definition) => definition.area === area);
      const impacts = functions.map(({ name, errorImpact }) => `- **${name}**: ${errorImpact}`);
      return [
        [text(`## ${area}\n${impacts.join('\n')}`, headingHeight(functions.length))],
        graphs(areaGraphs(stage, functions)),
      ];
    }),
    [text('## Cifras del negocio', 1)],
    graphs(businessGraphs()),
  ];
}

/** A heading and its lines: a unit of height holds about one line and a half. */
const headingHeight = (lines: number): number => 2 + Math.ceil(lines / 1.5);

const text = (markdown: string, height: number) => new TextWidget({ markdown, width: WIDTH, height });

/** Graphs side by side over the whole width; the first ones get the columns that cannot be shared. */
function graphs(row: readonly Graph[]): IWidget[] {
  const each = Math.floor(WIDTH / row.length);
  const wider = WIDTH - each * row.length;
  return row.map(
    ({ title, left, right = [] }, index) =>
      new GraphWidget({ title, left: [...left], right: [...right], width: each + (index < wider ? 1 : 0) }),
  );
}

function apiGraphs(apiId: string): Graph[] {
  const ofApi = (metricName: string, statistic: string) =>
    new Metric({ namespace: 'AWS/ApiGateway', metricName, statistic, dimensionsMap: { ApiId: apiId } });
  return [
    { title: 'Llamadas a la API', left: [ofApi('Count', 'Sum'), ofApi('4xx', 'Sum'), ofApi('5xx', 'Sum')] },
    { title: 'Latencia de la API (ms, p95)', left: [ofApi('Latency', 'p95')] },
  ];
}

function areaGraphs(stage: Stage, functions: readonly FunctionDefinition[]): Graph[] {
  const ofFunctions = (metricName: string, statistic: string, some = functions) =>
    some.map(
      ({ name }) =>
        new Metric({
          namespace: 'AWS/Lambda',
          metricName,
          statistic,
          label: name,
          dimensionsMap: { FunctionName: functionName(stage, name) },
        }),
    );
  const waiting = functions.filter(isAsynchronous).map(
    ({ name }) =>
      new Metric({
        namespace: 'AWS/SQS',
        metricName: 'ApproximateAgeOfOldestMessage',
        statistic: 'Maximum',
        label: name,
        dimensionsMap: { QueueName: failedQueueName(stage, name) },
      }),
  );
  const following = functions.filter(({ triggers }) => triggers.some(({ type }) => type === 'stream'));
  return [
    { title: 'Llamadas', left: ofFunctions('Invocations', 'Sum') },
    { title: 'Fallas', left: ofFunctions('Errors', 'Sum') },
    { title: 'Duración (ms, p95)', left: ofFunctions('Duration', 'p95') },
    { title: 'Frenadas por límite', left: ofFunctions('Throttles', 'Sum') },
    ...(waiting.length === 0
      ? []
      : [
          {
            title:
              following.length === 0
                ? 'Espera en colas de fallas (s)'
                : 'Espera en colas de fallas (s) y atraso de flujos (ms, a la derecha)',
            left: waiting,
            right: ofFunctions('IteratorAge', 'Maximum', following),
          },
        ]),
  ];
}

function businessGraphs(): Graph[] {
  const own = (metricName: MetricName) =>
    new Metric({ namespace: METRIC_NAMESPACE, metricName, statistic: 'Sum', period: Duration.hours(1) });
  return [
    {
      title: 'Conciliación y reporte',
      left: [own('ReconciliationDifferences'), own('MailsSent'), own('MailsUncertain')],
    },
    {
      title: 'Renglones de archivos del banco',
      left: [own('RowsApplied'), own('RowsUnidentified'), own('RowsRejected')],
    },
  ];
}
