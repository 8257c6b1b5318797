import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { StreamTrigger } from '../functions/function-definition.ts';
import { tableArn } from '../names.ts';
import { acknowledgeStream } from '../policies/acknowledgements.ts';
import type { Stage } from '../stages.ts';
import { TABLES, type TableVariable } from '../tables.ts';
import type { AppFunction } from './app-function.ts';

/** DynamoDB keeps a stream for 24 hours: what could not be done in 23 goes to the queue before it is lost. */
const LATEST_HOURS = 23;

export type Tables = ReadonlyMap<TableVariable, Table>;

/** Lets a function follow every stream that its definition names. */
export function followStreams(stage: Stage, tables: Tables, consumer: AppFunction): void {
  for (const trigger of consumer.definition.triggers) {
    if (trigger.type === 'stream') follow(stage, tables, trigger, consumer);
  }
}

/**
 * From the oldest record kept, in order; a failing batch is halved until the bad record stands alone, tried again, and
 * left in the function's queue: a record that nobody can understand must not hold the others of its shard for hours.
 * What a sum gave up too early (a store that was away for minutes) is read again from its table, with the next record
 * of its owner, when its day is closed, or by `rebuild-rollups`.
 */
function follow(stage: Stage, tables: Tables, trigger: StreamTrigger, consumer: AppFunction): void {
  const streamArn = tables.get(trigger.table)?.tableStreamArn;
  if (streamArn === undefined || consumer.failed === undefined) {
    throw new Error(`${consumer.definition.name} follows ${trigger.table}, which has no stream`);
  }
  const streams = `${tableArn(stage, trigger.table)}/stream/*`;
  consumer.lambda.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [streamArn],
    }),
  );
  consumer.lambda.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [streams] }));
  acknowledgeStream(consumer, streams);
  const mapping = new EventSourceMapping(consumer, `${TABLES[trigger.table].constructId}Stream`, {
    target: consumer.lambda,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: trigger.batchSize,
    parallelizationFactor: trigger.parallel,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    maxRecordAge: Duration.hours(LATEST_HOURS),
    onFailure: new SqsDlq(consumer.failed),
    retryAttempts: trigger.mostRetries,
    ...(trigger.sortKeyPrefix !== undefined && { filters: [newItemsBeginning(trigger.sortKeyPrefix)] }),
  });
  mapping.node.addDependency(consumer.lambda.role ?? consumer.lambda);
}

const newItemsBeginning = (prefix: string) =>
  FilterCriteria.filter({
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: { Keys: { SK: { S: FilterRule.beginsWith(prefix) } } },
  });
