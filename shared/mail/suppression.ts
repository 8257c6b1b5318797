import { createHash } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { hermosilloDate } from '../calendar/clock.ts';
import { batchGet } from '../store/batches.ts';
import { createRecordStore } from '../store/record-store.ts';
import { takeStep } from '../transitions/take-step.ts';
import { SYSTEM, stateSchema, trackedFields } from '../transitions/tracked.ts';
import { mailboxOf } from './mail-address.ts';
import { suppressionMachine } from './suppression-machine.ts';

/** Why nothing is sent to an address any more: it does not exist, or its owner called our mail unwanted. */
export const suppressedBecauseSchema = z.enum(['bounce', 'complaint']);
export type SuppressedBecause = z.infer<typeof suppressedBecauseSchema>;

/** As the history of the address tells it. */
const BECAUSE_ES: Readonly<Record<SuppressedBecause, string>> = {
  bounce: 'La dirección devolvió un correo',
  complaint: 'Su dueño marcó un correo como no deseado',
};

/** An address from which mail came back, by its hash: nobody reads addresses out of the table. */
export const suppressionSchema = z.object({
  ...trackedFields,
  state: stateSchema(suppressionMachine),
  addressHash: z.string(),
  because: suppressedBecauseSchema,
  /** UTC instant, ISO, of the last time that mail came back. */
  since: z.string(),
});
export type Suppression = z.infer<typeof suppressionSchema>;

export interface Suppressions {
  /** Of these addresses, those to which nothing is sent. */
  among(addresses: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Suppresses an address from now on, also one that a person had let in again; `key` names what came back, and the same
   * one twice is one. Of two reasons the owner's word stands.
   */
  add(address: string, because: SuppressedBecause, at: Date, key: string): Promise<void>;
  /** What is known of an address; undefined: nothing ever came back from it. Consistent. */
  find(address: string): Promise<Suppression | undefined>;
  /** Replaces the version before. False: it changed meanwhile. */
  write(next: Suppression): Promise<boolean>;
}

/** Of an address however it is written. */
export const addressHashOf = (address: string): string =>
  createHash('sha256').update(mailboxOf(address.trim())).digest('hex');
const keyOf = (addressHash: string) => ({ PK: `SUPPRESSED#${addressHash}`, SK: 'ADDRESS' });

/** Steps lost to somebody else's at the same moment, one after the other. */
const MOST_TRIES = 5;

/** Addresses to which no mail goes, in the system table by their hash. */
export function createSuppressions(client: DynamoDBDocumentClient, TableName: string): Suppressions {
  const records = createRecordStore<Suppression>(client, TableName, {
    schema: suppressionSchema,
    keyOf,
    idOf: ({ addressHash }) => addressHash,
    index: 'index1',
    partitionOf: () => undefined,
    sortedBy: ({ since }) => since,
  });
  return {
    async among(addresses) {
      const hashes = addresses.map(addressHashOf);
      const items = await batchGet(client, TableName, hashes.map(keyOf), { consistent: true });
      const found = items.map((item) => suppressionSchema.parse(item)).filter(({ state }) => state === 'suppressed');
      const suppressed = new Set(found.map(({ addressHash }) => addressHash));
      return new Set(addresses.filter((address) => suppressed.has(addressHashOf(address))));
    },
    async add(address, because, at, key) {
      const addressHash = addressHashOf(address);
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const known = await records.find(addressHash);
        const next = suppressed(known, { addressHash, because, at, key });
        if (next === undefined || (await records.write(next))) return;
      }
      throw new Error('an address that mail came back from is being changed by somebody else');
    },
    find: (address) => records.find(addressHashOf(address)),
    write: records.write,
  };
}

/** The record once mail has come back; undefined when it says so already. */
function suppressed(
  known: Suppression | undefined,
  { addressHash, because, at, key }: Pick<Suppression, 'addressHash' | 'because'> & { at: Date; key: string },
): Suppression | undefined {
  const stamp = { by: SYSTEM, on: hermosilloDate(at), key, reason: BECAUSE_ES[because] };
  const since = at.toISOString();
  if (known === undefined) {
    const history = [{ step: 'suppress', ...stamp }];
    return { addressHash, because, since, state: 'suppressed', history, version: 1 };
  }
  if (known.state === 'suppressed' && (known.because === because || known.because === 'complaint')) return undefined;
  const taking = takeStep(suppressionMachine, known, 'suppress', stamp, { because, since });
  return taking.outcome === 'taken' ? taking.next : undefined;
}
