/** What a function's caller sees when the function failed, timed out or its process died. */
export class LambdaError extends Error {
  readonly errorType: string;
  readonly trace: readonly string[];

  constructor(errorType: string, message: string, trace: readonly string[] = []) {
    super(message);
    this.name = errorType;
    this.errorType = errorType;
    this.trace = trace;
  }
}

/** The runner is stopping: the call did not fail, it was cut off and must be delivered again later. */
export class RunnerStopping extends Error {
  override readonly name = 'RunnerStopping';
}
