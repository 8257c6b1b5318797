import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BulkBorrower, BulkDuplicate, bulkLoad } from '../../../functions/lending/bulk-load.ts';
import { getBorrower } from '../../../functions/lending/get-borrower.ts';
import { noteIdOf } from '../../../functions/lending/open-note.ts';
import { registerBorrower } from '../../../functions/lending/register-borrower.ts';
import { searchBorrowers } from '../../../functions/lending/search-borrowers.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { registerStoreReader } from '../../../shared/register/register-store-reader.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { coordinator, freshCurp, lendingOn, personBody, portal, wholeRegister } from './lending-world.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());

const date = calendarDate('2020-08-15');
const written = { changedOn: date, changedBy: 'seed' };
let curps: string[];
beforeEach(() => {
  curps = Array.from({ length: 30 }, freshCurp);
});

/** A borrower with two notes, the same for the same index. */
function whole(index: number, run: string): BulkBorrower {
  const borrowerId = deterministicId('borrower', `${run}${index}`);
  const fileId = deterministicId('file', `${run}${index}`);
  const note = (nth: number) => {
    const contractNumber = `${run}-${index}-${nth}`;
    return {
      ...written,
      noteId: noteIdOf(contractNumber),
      fileId,
      contractNumber,
      office: 'obregon' as const,
      product: 'sostenimiento',
      productVersion: calendarDate('2015-01-01'),
      signedOn: date,
      endOfStudies: calendarDate('2022-06-30'),
      level: 'higher' as const,
      school: 'ITSON',
      period: `2020-${nth}`,
      paymentReference: `REF${run}${index}N${nth}`,
      creditNumber: nth === 1 ? String(index).padStart(12, '0') : null,
      overrides: {},
      dueDateShifts: [],
      state: 'open' as const,
      openingHash: '',
      version: 2,
    };
  };
  const notes = [note(1), note(2)];
  return {
    borrower: {
      ...written,
      borrowerId,
      office: 'obregon',
      name: { givenNames: 'Ana', firstSurname: `Ruiz ${index}`, secondSurname: 'Peña' },
      curp: curps[index] ?? '',
      curpOverride: null,
      rfc: null,
      clabe: null,
      contactPoints: [],
      address: null,
      version: 1,
    },
    file: { ...written, fileId, borrowerId, office: 'obregon', openedOn: date, paymentReference: null, version: 1 },
    cosigners: [],
    notes,
    disbursements: notes.map(({ noteId }) => ({
      noteId,
      eventId: deterministicId('paid', noteId),
      valueDate: date,
      amount: 1_000_000,
      payee: 'school' as const,
    })),
  };
}

const table = () => ({ documents: dynamo.documents, tableName: dynamo.tables.REGISTER_TABLE });
const people = (run: string, count = 30) => Array.from({ length: count }, (_none, index) => whole(index, run));

describe('loading the register in bulk', () => {
  it('writes what the use cases would, so that every reader finds it and uniqueness still holds', async () => {
    const input = people('A');
    const done = await bulkLoad(table(), input, { chunkSize: 7 });
    // 4 items a borrower, 2 notes of 4 items and a disbursement each, one credit number; 3 words of a name, which find
    // each of them, and which a chunk writes once.
    expect(done).toEqual({ chunksDone: 5, borrowers: 30, notes: 60, items: 30 * (4 + 2 * 5 + 1 + 3) + 5 * 3 });
    const reader = registerStoreReader(table());
    const { file, notes, borrower } = input[29]!;
    expect(await reader.notesOfFile(file.fileId)).toHaveLength(2);
    expect(await reader.findReference('REFA29N2')).toEqual({
      fileId: file.fileId,
      noteId: notes[1]!.noteId,
      office: 'obregon',
    });
    expect(await reader.findCreditNumber('000000000029')).toMatchObject({ noteId: notes[0]!.noteId });
    expect(await reader.findContract('A-29-2')).toMatchObject({ noteId: notes[1]!.noteId });
    const deps = lendingOn(dynamo);
    const search = { text: 'peña ruiz', limit: 100 };
    const { borrowers } = await searchBorrowers(deps, search, { offices: ['obregon'] });
    expect(borrowers.map(({ fileId }) => fileId).toSorted()).toEqual(input.map((one) => one.file.fileId).toSorted());
    const read = await getBorrower(deps, { params: { borrowerId: borrower.borrowerId } }, coordinator);
    expect(read.body).toMatchObject({ fileId: file.fileId, curp: borrower.curp });
    const twin = registerBorrower(deps, { body: personBody({ curp: borrower.curp }) }, portal);
    await expect(twin).rejects.toMatchObject({ code: 'curp-already-registered' });
  });

  it('goes on where a killed run stopped, and ends with the same items as a run that was not', async () => {
    const input = people('B');
    let mark = 0;
    async function* dyingAfterThreeChunks() {
      for (const [index, person] of input.entries()) {
        if (index === 22) throw new Error('killed');
        yield person;
      }
    }
    const onChunk = ({ chunksDone }: { chunksDone: number }) => {
      mark = chunksDone;
    };
    await expect(bulkLoad(table(), dyingAfterThreeChunks(), { chunkSize: 7, onChunk })).rejects.toThrow('killed');
    expect(mark).toBe(3);
    const rest = await bulkLoad(table(), input, { chunkSize: 7, chunksDone: mark, onChunk });
    expect(rest).toMatchObject({ chunksDone: 5, borrowers: 30, items: 9 * (15 + 3) + 2 * 3 });
    const once = await wholeRegister(dynamo);
    await bulkLoad(table(), input, { chunkSize: 7 });
    expect(await wholeRegister(dynamo)).toEqual(once);
    expect(mark).toBe(5);
  });

  it('refuses an input that uses a key twice before writing its chunk', async () => {
    const before = await wholeRegister(dynamo);
    const twins = people('C', 2);
    curps[1] = curps[0] ?? '';
    const sameCurp = [twins[0]!, whole(1, 'C')];
    await expect(bulkLoad(table(), sameCurp)).rejects.toThrow(BulkDuplicate);
    const reference = twins[0]!.notes[0]!.paymentReference;
    const second = twins[1]!;
    const sameReference = [
      twins[0]!,
      { ...second, notes: second.notes.map((note) => ({ ...note, paymentReference: reference })) },
    ];
    await expect(bulkLoad(table(), sameReference)).rejects.toThrow(BulkDuplicate);
    expect(await wholeRegister(dynamo)).toEqual(before);
  });
});
