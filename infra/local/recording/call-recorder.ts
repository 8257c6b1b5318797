import { appendFileSync } from 'node:fs';

/** One kind of AWS call that a function made: an IAM action on a resource. */
export interface RecordedCall {
  /** Logical id of the function in the template. */
  readonly function: string;
  /** "dynamodb", "s3", "ses". */
  readonly service: string;
  /** The IAM action that allows the call: "dynamodb:PutItem". */
  readonly action: string;
  /** ARN of the table, index, object or identity. */
  readonly resource: string;
}

export type RecordCall = (call: RecordedCall) => void;

/** Appends every distinct call of functions to a file of JSON lines; calls of others (the runner, tests) pass by. */
export function callRecorder(file: string, functionIds: ReadonlySet<string>): RecordCall {
  const known = new Set<string>();
  return (call) => {
    const line = JSON.stringify(call);
    if (!functionIds.has(call.function) || known.has(line)) return;
    known.add(line);
    appendFileSync(file, `${line}\n`);
  };
}
