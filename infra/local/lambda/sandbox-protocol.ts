import type { Json } from '../assembly/json.ts';

/** What the runner tells a sandbox thread when it starts. */
export interface SandboxStart {
  readonly moduleFile: string;
  readonly exportName: string;
}

/** One call. `deadline` is epoch milliseconds: what getRemainingTimeInMillis counts down to. */
export interface SandboxCall {
  readonly event: Json;
  readonly deadline: number;
  readonly context: {
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly awsRequestId: string;
    readonly memoryLimitInMB: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
}

/** What a sandbox thread answers. `ready` comes once, after the module loaded. */
export type SandboxAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: Json }
  | { readonly kind: 'error'; readonly errorType: string; readonly message: string; readonly trace: readonly string[] };
