import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { defineMachine } from '../../../shared/transitions/state-machine.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { INDEX_1, windowCancellationKey, windowCancellationsInState } from '../system-keys.ts';

/**
 * That somebody asked to cancel a payment at the window: written before the ledger is touched, and done when the receipt
 * says so too. Beside the payment, whose one index lists it by office and day.
 */
export const windowCancellationMachine = defineMachine({
  name: 'window-cancellation',
  initial: ['asked'],
  halfWay: ['asked'],
  states: { asked: 'cancelándose', done: 'cancelado', refused: 'no se canceló' },
  steps: {
    ask: { nameEs: 'cancelar', by: 'person', from: ['refused'], to: 'asked' },
    done: { nameEs: 'quedó cancelado', by: 'system', from: ['asked'], to: 'done' },
    'ask-failed': { nameEs: 'el libro no lo aceptó', by: 'system', from: ['asked'], to: 'refused', fails: 'ask' },
  },
});

export const windowCancellationSchema = z.object({
  ...trackedFields,
  folio: z.string(),
  state: stateSchema(windowCancellationMachine),
});
export type WindowCancellation = z.infer<typeof windowCancellationSchema>;
export type WindowCancellations = RecordStore<WindowCancellation>;

/** Cancellations in the system table (docs/access-patterns.md, recovery); listed while they are asked only. */
export const createWindowCancellations = (client: DynamoDBDocumentClient, table: string): WindowCancellations =>
  createRecordStore(client, table, {
    schema: windowCancellationSchema,
    keyOf: windowCancellationKey,
    idOf: ({ folio }) => folio,
    index: INDEX_1,
    partitionOf: windowCancellationsInState,
    sortedBy: ({ history }) => history.at(-1)?.on ?? '',
  });
