import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type FiscalSettings, fiscalSettingsSchema } from './fiscal-settings.ts';

export type FiscalSettingsStore = RecordStore<FiscalSettings>;

export const createFiscalSettingsStore = (client: DynamoDBDocumentClient, table: string): FiscalSettingsStore =>
  createRecordStore(client, table, {
    schema: fiscalSettingsSchema,
    keyOf: (settingsId) => ({ PK: `FISCALSETTINGS#${settingsId}`, SK: 'SETTINGS' }),
    idOf: ({ settingsId }) => settingsId,
    index: 'index1',
    partitionOf: (state) => `FISCALSETTINGS#${state.toUpperCase()}`,
    sortedBy: ({ from }) => from,
  });

/** The version signed for a day; undefined: none is. Of two from one day, the one signed last. A version is signed once in years. */
export async function settingsOn(
  { all }: Pick<FiscalSettingsStore, 'all'>,
  on: string,
): Promise<FiscalSettings | undefined> {
  let found: FiscalSettings | undefined;
  for await (const one of all('signed', { to: on }))
    if (found === undefined || rankOf(one) > rankOf(found)) found = one;
  return found;
}

const rankOf = ({ from, decidedAt }: FiscalSettings): string => `${from}#${decidedAt ?? ''}`;
