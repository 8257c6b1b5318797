import * as z from 'zod';
import { isJsonObject } from '../assembly/json.ts';
import { askDynamo } from '../dynamodb/ask-dynamo.ts';
import type { Integration } from './integration.ts';
import { StatesError } from './states-error.ts';

const refusalSchema = z.looseObject({ __type: z.string().default(''), message: z.string().optional() });

/**
 * `dynamodb:putItem` and its three siblings, and `aws-sdk:dynamodb:` with any operation: arguments and results are the
 * API's own JSON. Undefined for another resource. Refusals have the prefix that each kind has on AWS.
 */
export function dynamodbIntegration(endpoint: string, resource: string): Integration | undefined {
  const [, sdk, name = ''] = /^(aws-sdk:)?dynamodb:([a-zA-Z]+)$/.exec(resource) ?? [];
  if (name === '' || (sdk === undefined && !OPTIMIZED.has(name))) return undefined;
  const operation = name.charAt(0).toUpperCase() + name.slice(1);
  const prefix = sdk === undefined ? 'DynamoDB' : 'DynamoDb';
  return async ({ arguments: given }) => {
    if (!isJsonObject(given)) throw new StatesError('States.Runtime', `${resource} needs an object of arguments`);
    const { ok, body } = await askDynamo(endpoint, `DynamoDB_20120810.${operation}`, given);
    if (ok) return body;
    const { __type, message } = refusalSchema.parse(body);
    throw new StatesError(`${prefix}.${__type.split('#').at(-1)}`, message ?? '');
  };
}

const OPTIMIZED = new Set(['getItem', 'putItem', 'updateItem', 'deleteItem']);
