/** A failure as state machines know it: a name that Retry and Catch match, and a cause in words. */
export class StatesError extends Error {
  readonly error: string;
  readonly causeText: string;

  constructor(error: string, causeText = '') {
    super(causeText === '' ? error : `${error}: ${causeText}`);
    this.name = error;
    this.error = error;
    this.causeText = causeText;
  }
}

/** A branch or an item that nobody waits for any more, because another one failed. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** The execution ended (stopped, out of time) while this part of it was still running. */
export class ExecutionOver extends Error {
  override readonly name = 'ExecutionOver';
}
