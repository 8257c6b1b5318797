import { AsyncLocalStorage } from 'node:async_hooks';

const invocation = new AsyncLocalStorage<string>();

/** Does the work of one invocation: every line that it logs carries its request id, however deep it is written. */
export const withinInvocation = <Result>(requestId: string, work: () => Result): Result =>
  invocation.run(requestId, work);

/** AWS's id of the invocation under way, by which Lambda's own lines and a failure queue's message name it. */
export const currentRequestId = (): string | undefined => invocation.getStore();
