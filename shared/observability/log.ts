import { currentRequestId } from './invocation.ts';
import { LOG_EVENTS, type LogEventCode, type LogEventRule, type LogFields, type LogValue } from './log-events.ts';

/** Writes events of the catalogue as JSON lines, each with the request id of its invocation. */
export interface Log {
  event<Code extends LogEventCode>(code: Code, fields?: LogFields<Code>): void;
  /** A log whose every line carries the correlation id of one request, file or job. */
  withCorrelation(correlationId: string): Log;
}

export interface LogOptions {
  /** Name of the function's bundle: "recovery-api". */
  readonly functionName: string;
  /** UTC instant of the machine. */
  readonly now: () => Date;
  /** Takes one line without its end; default: standard output. */
  readonly write?: (line: string) => void;
  readonly correlationId?: string;
}

const LONGEST_VALUE = 300;
const MOST_VALUES = 50;

/** The log of a function, made once by its handler. */
export function createLog(options: LogOptions): Log {
  const write = options.write ?? writeLine;
  return {
    event(code, fields) {
      const rule: LogEventRule = LOG_EVENTS[code];
      const line = {
        // The names and the levels that Lambda reads: a line without them counts as INFO, whatever it says.
        timestamp: options.now().toISOString(),
        level: rule.level.toUpperCase(),
        event: code,
        function: options.functionName,
        correlationId: options.correlationId,
        requestId: currentRequestId(),
        ...declared(rule, fields ?? {}),
      };
      write(JSON.stringify(line));
    },
    withCorrelation: (correlationId) => createLog({ ...options, correlationId }),
  };
}

/**
 * A failure as the log may show it: its class, and the first places of its stack. The message stays out, since
 * libraries quote values in it; except that AWS denied us something, which names who, what and on which resource.
 */
export function failureFields(error: unknown): {
  readonly errorName: string;
  readonly errorAt: readonly string[];
  readonly errorMessage?: string;
} {
  if (!(error instanceof Error)) return { errorName: typeof error, errorAt: [] };
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    errorName: error.name,
    errorAt: places.slice(0, 4).map((line) => line.trim()),
    ...(isDenial(error) && { errorMessage: error.message }),
  };
}

/** A service exception about rights, keys or resources: its message quotes no value of ours. */
const DENIALS = /^(AccessDenied|KMS|NotAuthorized|UnrecognizedClient|ExpiredToken|ResourceNotFound|NoSuchBucket)/;
const isDenial = (error: Error): boolean => '$metadata' in error && DENIALS.test(error.name);

/** One line on standard output, also used for metrics. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

function declared(rule: LogEventRule, fields: Readonly<Record<string, LogValue>>): Record<string, LogValue> {
  const allowed: Record<string, LogValue> = {};
  for (const name of rule.fields) {
    const value = fields[name];
    if (value !== undefined) allowed[name] = shortened(value);
  }
  return allowed;
}

function shortened(value: LogValue): LogValue {
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE);
  if (value === null || typeof value !== 'object') return value;
  return value.slice(0, MOST_VALUES).map((text) => String(text).slice(0, LONGEST_VALUE));
}
