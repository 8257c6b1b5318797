import { type FunctionDefinition, isAsynchronous } from '../functions/function-definition.ts';
import { failedQueueName, functionName } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { AlarmDefinition, AlarmMetric } from './alarm-definition.ts';

/** Nine tenths of the time limit: the next slow day would cut the work off. */
const NEAR_TIME_LIMIT = 0.9;
const ITERATOR_AGE_LIMIT_MS = 15 * 60 * 1000;

const lambdaMetric = (
  stage: Stage,
  definition: FunctionDefinition,
  name: string,
  statistic: AlarmMetric['statistic'],
): AlarmMetric => ({
  namespace: 'AWS/Lambda',
  name,
  dimensions: { FunctionName: functionName(stage, definition.name) },
  statistic,
  periodMinutes: 5,
});

/** Errors, throttles, time near the limit; for work nobody waits for, its queue; for streams, how far behind. */
export function alarmsOfFunction(stage: Stage, definition: FunctionDefinition): AlarmDefinition[] {
  const { name, errorImpact } = definition;
  const alarms: AlarmDefinition[] = [
    {
      name: `${name}-errors`,
      metric: lambdaMetric(stage, definition, 'Errors', 'Sum'),
      threshold: 1,
      periods: 1,
      impact: errorImpact,
      runbookSection: `errores-de-${name}`,
    },
    {
      name: `${name}-throttles`,
      metric: lambdaMetric(stage, definition, 'Throttles', 'Sum'),
      threshold: 1,
      periods: 3,
      impact: `Hay más trabajo simultáneo del permitido y parte espera. Si sigue: ${errorImpact}`,
      runbookSection: 'limitaciones-de-concurrencia',
    },
    {
      name: `${name}-duration`,
      metric: lambdaMetric(stage, definition, 'Duration', 'Maximum'),
      threshold: definition.timeoutSeconds * 1000 * NEAR_TIME_LIMIT,
      periods: 1,
      impact: `Tarda casi su tiempo límite y pronto se cortará a la mitad. Entonces: ${errorImpact}`,
      runbookSection: 'duración-cerca-del-límite',
    },
  ];
  if (isAsynchronous(definition)) {
    alarms.push({
      name: `${name}-failed`,
      metric: {
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: failedQueueName(stage, name) },
        statistic: 'Maximum',
        periodMinutes: 5,
      },
      threshold: 1,
      periods: 1,
      impact: `Hay trabajo que no se pudo hacer y espera a una persona. ${errorImpact}`,
      runbookSection: `trabajo-fallido-de-${name}`,
    });
  }
  if (definition.triggers.some((trigger) => trigger.type === 'schedule' && trigger.expression.startsWith('rate('))) {
    alarms.push({
      name: `${name}-silent`,
      metric: { ...lambdaMetric(stage, definition, 'Invocations', 'Sum'), periodMinutes: 15 },
      threshold: 1,
      sounds: 'silence',
      periods: 2,
      impact: `Lleva media hora sin correr y debe hacerlo cada pocos minutos; tampoco avisa lo que vigila. ${errorImpact}`,
      runbookSection: 'trabajo-que-no-corre',
    });
  }
  if (definition.triggers.some((trigger) => trigger.type === 'stream')) {
    alarms.push({
      name: `${name}-iterator-age`,
      metric: lambdaMetric(stage, definition, 'IteratorAge', 'Maximum'),
      threshold: ITERATOR_AGE_LIMIT_MS,
      periods: 2,
      impact: `Lleva más de 15 minutos de atraso; a las 24 horas se pierde lo pendiente. ${errorImpact}`,
      runbookSection: 'atraso-de-un-flujo',
    });
  }
  return alarms;
}
