import * as z from 'zod';
import { jsonSchema } from '../assembly/json.ts';
import type { AsyncInvocations } from '../lambda/async-invocations.ts';
import { LambdaError } from '../lambda/lambda-error.ts';
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import type { Integration } from './integration.ts';
import { StatesError } from './states-error.ts';

const invocationSchema = z.object({
  FunctionName: z.string(),
  Payload: jsonSchema.default({}),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
});

interface Lambdas {
  readonly lambdas: Pick<LambdaRuntime, 'invoke' | 'find'>;
  readonly calls: Pick<AsyncInvocations, 'accept'>;
}

/** `arn:aws:states:::lambda:invoke`: the answer under Payload. */
export function lambdaInvoke({ lambdas, calls }: Lambdas): Integration {
  return async ({ arguments: given }) => {
    const read = invocationSchema.safeParse(given);
    if (!read.success) throw new StatesError('States.Runtime', z.prettifyError(read.error));
    const { FunctionName, Payload, InvocationType } = read.data;
    if (InvocationType === 'DryRun') return { StatusCode: 204 };
    if (InvocationType === 'Event') {
      await failingAsLambda(async () => calls.accept(FunctionName, Payload));
      return { StatusCode: 202 };
    }
    const answer = await failingAsLambda(() => lambdas.invoke(FunctionName, Payload));
    return { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200 };
  };
}

/** A Task whose Resource is the function itself: it gets the arguments and its answer is the result. */
export function functionItself({ lambdas }: Lambdas, arn: string): Integration {
  return ({ arguments: given }) => failingAsLambda(() => lambdas.invoke(arn, given));
}

/** A function's error has the name that it was thrown with. RunnerStopping passes as it is: nothing failed. */
async function failingAsLambda<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof LambdaError)) throw error;
    if (error.errorType === 'ResourceNotFoundException')
      throw new StatesError('Lambda.ResourceNotFoundException', error.message);
    const { errorType, message, trace } = error;
    throw new StatesError(errorType, JSON.stringify({ errorMessage: message, errorType, trace }));
  }
}
