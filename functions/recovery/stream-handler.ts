import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { failureFields } from '../../shared/observability/log.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryRollupEnvironment } from './environment.ts';
import { applyStreamBatch } from './rollups/apply-stream-batch.ts';
import { createMissingFacts } from './rollups/missing-facts.ts';
import { createRollupStore } from './rollups/rollup-store.ts';

const environment = recoveryRollupEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('recovery-rollup');
const documents = documentClient();
const deps = {
  writer: createRollupStore(documents, environment.ROLLUPS_TABLE),
  missing: createMissingFacts(documents, { entries: environment.ENTRIES_TABLE, system: environment.SYSTEM_TABLE }),
};

/** Entries of the ledger and movements of deposits become sums of their day, each exactly once. */
export const handler = eventHandler({ log }, async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const started = now().getTime();
  const { response, applied, repeated, recovered, error } = await applyStreamBatch(deps, event.Records);
  const [failed] = response.batchItemFailures;
  if (failed !== undefined) {
    metrics.record('RollupRecordsRefused');
    log.event('record-refused', { sequenceNumber: failed.itemIdentifier, ...failureFields(error) });
  }
  if (recovered > 0) log.event('records-recovered', { records: recovered });
  const oldest = event.Records[0]?.dynamodb?.ApproximateCreationDateTime;
  if (oldest !== undefined) metrics.record('RollupLag', Math.max(0, now().getTime() / 1_000 - oldest));
  log.event('records-rolled-up', { records: applied, skipped: repeated, milliseconds: now().getTime() - started });
  return response;
});
