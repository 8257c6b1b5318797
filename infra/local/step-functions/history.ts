import type { JsonObject } from '../assembly/json.ts';
import type { JournalRecord } from './journal-record.ts';

/** One event of GetExecutionHistory. */
export interface HistoryEvent extends JsonObject {
  readonly id: number;
  readonly previousEventId: number;
  /** Epoch seconds. */
  readonly timestamp: number;
  readonly type: string;
}

/** The journal as Step Functions tells an execution; children of distributed maps have histories of their own there. */
export function historyOf(journal: readonly JournalRecord[]): readonly HistoryEvent[] {
  const states = new Map<string, { readonly state: string; readonly type: string }>();
  const events: HistoryEvent[] = [];
  for (const record of journal) {
    if ('at' in record && /\/d\d+\//.test(record.at)) continue;
    if (record.is === 'entered') states.set(record.at, record);
    const { state = '', type = '' } = 'at' in record ? (states.get(record.at) ?? {}) : {};
    for (const [name, details] of eventsOf(record, state, type)) {
      const key = `${name.charAt(0).toLowerCase()}${name.slice(1)}EventDetails`;
      const id = events.length + 1;
      const described =
        details === undefined ? {} : { [DETAIL_KEYS.find(([end]) => name.endsWith(end))?.[1] ?? key]: details };
      events.push({ id, previousEventId: id - 1, timestamp: record.time / 1000, type: name, ...described });
    }
  }
  return events;
}

/** Events of several types share one member for their details. */
const DETAIL_KEYS = [
  ['StateEntered', 'stateEnteredEventDetails'],
  ['StateExited', 'stateExitedEventDetails'],
] as const;

type Told = readonly [type: string, details: JsonObject | undefined];

function eventsOf(record: JournalRecord, state: string, type: string): readonly Told[] {
  switch (record.is) {
    case 'started':
      return [['ExecutionStarted', { input: record.input, roleArn: '' }]];
    case 'redriven':
      return [['ExecutionRedriven', undefined]];
    case 'entered':
      return [[`${record.type}StateEntered`, { name: record.state, input: JSON.stringify(record.input) }]];
    case 'scheduled': {
      const [resourceType = '', resource = ''] = /^(.*?):([^:]+)$/.exec(record.resource)?.slice(1) ?? [];
      const parameters = JSON.stringify(record.parameters);
      return [['TaskScheduled', { resourceType, resource, parameters, region: 'us-east-1' }]];
    }
    case 'submitted':
      return [['TaskSubmitted', { resourceType: '', resource: '' }]];
    case 'retrying':
      return type === 'Task' ? [failure('TaskFailed', record)] : [];
    case 'failed':
      return [type === 'Task' ? failure('TaskFailed', record) : failure(`${type}StateFailed`, record)];
    case 'left': {
      const exited: Told = [`${type}StateExited`, { name: state, output: JSON.stringify(record.output) }];
      if (record.caught !== undefined)
        return type === 'Task' ? [failure('TaskFailed', record.caught), exited] : [exited];
      return type === 'Task' ? [['TaskSucceeded', { resourceType: '', resource: '' }], exited] : [exited];
    }
    case 'ended':
      return [ending(record)];
    case 'answered':
    case 'until':
    case 'items':
      return [];
  }
}

const failure = (type: string, { error, cause }: { readonly error: string; readonly cause: string }): Told => [
  type,
  { error, cause },
];

function ending({ status, output, error, cause }: Extract<JournalRecord, { is: 'ended' }>): Told {
  if (status === 'SUCCEEDED') return ['ExecutionSucceeded', { output: JSON.stringify(output ?? null) }];
  const type = { FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut', ABORTED: 'ExecutionAborted' }[status];
  return [type, { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) }];
}
