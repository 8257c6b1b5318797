import type { AlarmDefinition } from './alarms/alarm-definition.ts';
import { businessAlarms } from './alarms/business-alarms.ts';
import { alarmsOfFunction } from './alarms/function-alarms.ts';
import { FUNCTIONS } from './functions.ts';
import type { Stage } from './stages.ts';

/** Every alarm of the stage, except those of the API, whose id is only known at deployment. */
export function alarmDefinitions(stage: Stage): AlarmDefinition[] {
  return [...FUNCTIONS.flatMap((definition) => alarmsOfFunction(stage, definition)), ...businessAlarms(stage)];
}

/** Faults of our side that callers of the API saw. `apiId` may be a token. */
export function apiAlarm(apiId: string): AlarmDefinition {
  return {
    name: 'api-faults',
    metric: {
      namespace: 'AWS/ApiGateway',
      name: '5xx',
      dimensions: { ApiId: apiId },
      statistic: 'Sum',
      periodMinutes: 5,
    },
    threshold: 1,
    periods: 2,
    impact: 'El portal y las oficinas reciben errores al cobrar, consultar o subir archivos.',
    runbookSection: 'errores-de-la-api',
  };
}
