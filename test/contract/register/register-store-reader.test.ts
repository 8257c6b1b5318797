import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDisbursement } from '../../../functions/lending/add-disbursement.ts';
import type { LendingDeps } from '../../../functions/lending/lending-deps.ts';
import { openFile } from '../../../functions/lending/open-file.ts';
import { openNote } from '../../../functions/lending/open-note.ts';
import { registerBorrower } from '../../../functions/lending/register-borrower.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { registerStoreReader } from '../../../shared/register/register-store-reader.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import {
  aFile,
  aProduct,
  coordinator,
  lendingOn,
  noteBody,
  parsed,
  personBody,
  portal,
  wholeRegister,
} from './lending-world.ts';

let dynamo: TestDynamo;
let deps: LendingDeps;
/** Names and key counts of the calls a reader made. */
let calls: string[] = [];

beforeAll(async () => {
  dynamo = await startTestDynamo();
  deps = lendingOn(dynamo);
  await aProduct(deps);
});
afterAll(() => dynamo.stop());

function countingReader(couldBeReference?: (candidate: string) => boolean) {
  calls = [];
  const documents = new Proxy(dynamo.documents, {
    get(target, property, receiver) {
      if (property !== 'send') return Reflect.get(target, property, receiver);
      return (command: {
        constructor: { name: string };
        input: { RequestItems?: Record<string, { Keys: unknown[] }> };
      }) => {
        const keys = command.input.RequestItems?.[dynamo.tables.REGISTER_TABLE]?.Keys.length ?? 1;
        calls.push(`${command.constructor.name}:${keys}`);
        return target.send(command as never);
      };
    },
  });
  const tableName = dynamo.tables.REGISTER_TABLE;
  return registerStoreReader({ documents, tableName, ...(couldBeReference && { couldBeReference }) });
}

async function aNote(change: object = {}) {
  const { fileId } = await aFile(deps);
  const body = noteBody(change);
  const { noteId } = (await openNote(deps, { params: { fileId }, body }, portal)).body;
  return { fileId, noteId, body };
}

describe('access paths cost what docs/access-patterns.md says', () => {
  it('reads one item for a reference or a credit number, two for a note or a contract', async () => {
    const { noteId, body } = await aNote({ creditNumber: '000000000042' });
    const reader = countingReader();
    await reader.findReference(body.paymentReference);
    expect(calls.splice(0)).toEqual(['GetCommand:1']);
    await reader.findCreditNumber('000000000042');
    expect(calls.splice(0)).toEqual(['GetCommand:1']);
    await reader.findNote(noteId);
    expect(calls.splice(0)).toEqual(['GetCommand:1', 'GetCommand:1']);
    await reader.findContract(body.contractNumber);
    expect(calls.splice(0)).toEqual(['GetCommand:1', 'GetCommand:1']);
  });

  it('reads the borrowers of many files in two calls, with the address of whoever has said one', async () => {
    const address = {
      street: 'Rosales 45',
      neighbourhood: 'Centro',
      city: 'Nogales',
      state: 'Sonora',
      postcode: '84000',
    };
    const homeless = await aFile(deps);
    const { borrowerId } = (await registerBorrower(deps, { body: personBody({ address }) }, coordinator)).body;
    const body = parsed<Parameters<typeof openFile>[1]['body']>('openFile', { borrowerId, office: 'hermosillo' });
    const { fileId } = (await openFile(deps, { body }, coordinator)).body;
    const reader = countingReader();
    const found = await reader.findAddressees([fileId, homeless.fileId, 'nadie']);
    expect(calls.splice(0)).toEqual(['BatchGetCommand:3', 'BatchGetCommand:2']);
    expect(found).toEqual(
      new Map([
        [fileId, { fileId, name: 'María José Ruiz', address }],
        [homeless.fileId, { fileId: homeless.fileId, name: 'María José Ruiz', address: null }],
      ]),
    );
    expect(await reader.findAddressees([])).toEqual(new Map());
    expect(calls.splice(0)).toEqual([]);
  });

  it('reads a hundred references, or credit numbers, in one call, and nothing for none', async () => {
    const reader = countingReader();
    await reader.findReferences(Array.from({ length: 100 }, (_, index) => `NADIE${index}`));
    expect(calls.splice(0)).toEqual(['BatchGetCommand:100']);
    await reader.findCreditNumbers([]);
    expect(calls.splice(0)).toEqual([]);
  });

  it('keeps what a bank row looks up under 0.5 KB and a note under 1 KB', async () => {
    await aNote({ school: 'Instituto Tecnológico Superior de Puerto Peñasco', creditNumber: '000000000043' });
    const sizes = (await wholeRegister(dynamo)).map((item) => ({
      key: String(item.PK),
      sort: String(item.SK),
      bytes: bytesOf(item),
    }));
    const largest = (pick: (item: { key: string; sort: string }) => boolean) =>
      Math.max(...sizes.filter(pick).map(({ bytes }) => bytes));
    expect(largest(({ key }) => /^(REFERENCE|CREDIT)#/.test(key))).toBeLessThanOrEqual(300);
    expect(largest(({ sort }) => sort.startsWith('NOTE#'))).toBeLessThanOrEqual(1024);
    expect(largest(({ sort }) => sort.startsWith('VERSION#'))).toBeLessThanOrEqual(4096);
  });
});

describe('whom a call or a letter reaches', () => {
  it('lists phones and e-mails of the borrower, then of each cosigner, in three reads', async () => {
    const contactPoints = [
      { kind: 'phone', value: '6621234567' },
      { kind: 'email', value: 'maria.ruiz@example.mx' },
    ];
    const { borrowerId } = (await registerBorrower(deps, { body: personBody({ contactPoints }) }, coordinator)).body;
    const cosigner = (givenNames: string, points: object[]) => ({
      name: { givenNames, firstSurname: 'Peña', secondSurname: 'López' },
      relationship: 'madre',
      contactPoints: points,
    });
    const cosigners = [
      cosigner('Rosa', [{ kind: 'phone', value: '6441112233' }]),
      cosigner('Sin Teléfono', []),
      cosigner('Luis', [{ kind: 'email', value: 'luis.pena@example.mx' }]),
    ];
    const body = parsed<Parameters<typeof openFile>[1]['body']>('openFile', {
      borrowerId,
      office: 'hermosillo',
      cosigners,
    });
    const { fileId } = (await openFile(deps, { body }, coordinator)).body;
    expect(await countingReader().contactPoints(fileId)).toEqual([
      { person: 'borrower', name: 'María José Ruiz', kind: 'phone', value: '6621234567' },
      { person: 'borrower', name: 'María José Ruiz', kind: 'email', value: 'maria.ruiz@example.mx' },
      { person: 'cosigner', name: 'Rosa Peña López', kind: 'phone', value: '6441112233' },
      { person: 'cosigner', name: 'Luis Peña López', kind: 'email', value: 'luis.pena@example.mx' },
    ]);
    expect(calls).toEqual(['GetCommand:1', 'GetCommand:1', 'QueryCommand:1']);
  });

  it('has nobody for a file that is not in the register', async () => {
    expect(await countingReader().contactPoints('no-such-file')).toEqual([]);
  });
});

describe('suggestions for a mistyped reference', () => {
  const right = 'CREDEDUC000987658';
  beforeAll(async () => {
    await aNote({ paymentReference: right });
  });

  it.each([
    ['a wrong digit', 'CREDEDUC000987058'],
    ['two neighbours swapped', 'CREDEDUC000978658'],
    ['an O for a zero', 'CREDEDUC0O0987658'],
    ['two letters swapped', 'CERDEDUC000987658'],
  ])('finds it after %s, in one call of at most 100 keys', async (_mistake, typed) => {
    const found = await countingReader().findSimilarReferences(typed);
    expect(found.map(({ reference }) => reference)).toContain(right);
    expect(found[0]?.target.office).toBe('hermosillo');
    expect(calls).toHaveLength(1);
    expect(Number(calls[0]?.split(':')[1])).toBeLessThanOrEqual(100);
  });

  it('asks only for texts that could be references, so that any one-character mistake is found', async () => {
    const endsInEight = (candidate: string) => candidate.endsWith('8') && candidate.startsWith('CREDEDUC');
    const found = await countingReader(endsInEight).findSimilarReferences('CREDXDUC000987658');
    expect(found.map(({ reference }) => reference)).toEqual([right]);
    expect(calls).toEqual(['BatchGetCommand:1']);
  });

  it('suggests nothing for a reference unlike any other', async () => {
    expect(await countingReader().findSimilarReferences('ZZZZZZZZ')).toEqual([]);
  });
});

describe('the engine that ignores case in begins_with (local.md 1.2)', () => {
  it('meets upper-case prefixes only, none of which begins another', async () => {
    const { fileId, noteId } = await aNote({ creditNumber: '000000000044' });
    const body = { valueDate: calendarDate('2026-10-01'), amount: 100, payee: 'school' as const };
    await addDisbursement(deps, { params: { noteId }, body, idempotencyKey: 'disbursed-00001' }, portal);
    const items = await wholeRegister(dynamo);
    // What finds a person is sorted by words and ids, and is begun by capitals only (finding-words.ts).
    const isKept = ({ PK }: Record<string, unknown>) => !/^(NAME|PHONE|EMAIL|WORDS)(#|$)/.test(String(PK));
    for (const { PK, SK } of items) if (/^(NAME|WORDS)/.test(String(PK))) expect(String(SK)).not.toMatch(/^[a-z]/);
    const prefixes = (attribute: 'PK' | 'SK') =>
      new Set(items.filter(isKept).map((item) => String(item[attribute]).split('#')[0] ?? ''));
    expect([...prefixes('PK')].sort()).toEqual([
      'BORROWER',
      'CREDIT',
      'FILE',
      'NOTE',
      'PRODUCT',
      'REFERENCE',
      'UNIQUE',
    ]);
    expect([...prefixes('SK')].sort()).toEqual([
      'COSIGNER',
      'DISBURSEMENT',
      'FILE',
      'LOCATOR',
      'NOTE',
      'PROFILE',
      'SENTINEL',
      'TARGET',
      'VERSION',
    ]);
    expect(items.filter(({ PK }) => PK === `FILE#${fileId}`)).toHaveLength(4);
    expect(await countingReader().notesOfFile(fileId)).toHaveLength(1);
  });

  it('would give a lower-case key away: that it is refused loudly, not read as a note', async () => {
    const { fileId } = await aNote();
    const Item = { PK: `FILE#${fileId}`, SK: 'note#planted' };
    await dynamo.documents.send(new PutCommand({ TableName: dynamo.tables.REGISTER_TABLE, Item }));
    await expect(countingReader().notesOfFile(fileId)).rejects.toThrow('noteId');
  });
});

/** Size of an item as DynamoDB counts it: UTF-8 of names and values. */
function bytesOf(item: Record<string, unknown>): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return sum + Buffer.byteLength(name) + Buffer.byteLength(text ?? '');
  }, 0);
}
