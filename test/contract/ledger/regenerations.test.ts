import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import type { Regeneration, Regenerations } from '../../../shared/ledger/regenerations.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { Random } from '../../independent/random.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { expectIntact } from '../../support/intact-file.ts';
import { opening, payment, posting, testClock, testLedger, testRegenerations } from '../../support/ledger.ts';
import { byComponent, printedTables, STATUS_ES } from '../../support/worked-tables.ts';

let dynamo: TestDynamo;
let ledger: Ledger & Regenerations;
const clock = testClock('2026-02-01');
const day = calendarDate;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  ledger = {
    ...testLedger(dynamo.documents, dynamo.tables, clock),
    ...testRegenerations(dynamo.documents, dynamo.tables, clock),
  };
});
afterAll(() => dynamo.stop());

/** Ten months from 1 March 2026 on, equal principal, 6 %. */
const NEW = noteTerms({
  accrualStart: 'disbursement',
  endOfGrace: day('2026-02-01'),
  firstDueDate: day('2026-03-01'),
  instalments: 10,
  amortization: 'equal-principal',
  bands: [],
});

interface File {
  readonly fileId: string;
  readonly oldNoteIds: readonly string[];
  readonly newNoteId: string;
}

async function openFile(name: string, notes = 2): Promise<File> {
  clock.set('2026-02-01');
  const fileId = `file-${name}`;
  const oldNoteIds = Array.from({ length: notes }, (_, index) => `${name}-${index + 1}`);
  for (const noteId of oldNoteIds)
    await ledger.openNote(opening(noteId, { fileId, terms: DUE_IN_ONE, on: '2024-01-31' }));
  return { fileId, oldNoteIds, newNoteId: `${name}-new` };
}

function regeneration({ fileId, oldNoteIds, newNoteId }: File, changes: Partial<Regeneration> = {}): Regeneration {
  return {
    idempotency: { scope: 'AGREEMENT', key: `REGENERATE#${newNoteId}`, input: { newNoteId } },
    actor: 'prueba',
    reason: 'regeneration',
    source: { type: 'agreement', id: newNoteId },
    fileId,
    form: 'novation',
    oldNoteIds,
    newNote: { noteId: newNoteId, terms: NEW, dimensions: opening('x').dimensions },
    valueDate: day('2026-02-01'),
    capitalises: ['ordinaryInterest'],
    ...changes,
  };
}

const keyed = (key: string) => ({ idempotency: { scope: 'BANKROW', key, input: key } }) as const;
const pay = (fileId: string, noteId: string, name: string, on: string, amount: number) =>
  ledger.postToNote({ ...posting(noteId, payment(name, on, amount)), fileId });
const balance = async ({ fileId }: File, noteId: string, on: string) => {
  const found = await ledger.balanceOfNote(fileId, noteId, day(on));
  return found && { ...found.owed, status: found.status, held: found.held };
};

/** What leaves old notes comes into new ones, to the centavo. */
async function intact({ fileId }: File) {
  const file = await expectIntact(dynamo, ledger, fileId);
  expect(file.entries.reduce((sum, { lines }) => sum + (lines.regenerations ?? 0), 0)).toBe(0);
  return file;
}

describe('a regeneration', () => {
  it('moves all that two notes owe into a new one, interest that was signed for as principal', async () => {
    const file = await openFile('a');
    const posted = await ledger.regenerate(regeneration(file));
    expect(posted.parts.map(({ noteId, balancesAfter }) => [noteId, sumOfComponents(balancesAfter)])).toEqual([
      ['a-1', 0],
      ['a-2', 0],
      ['a-new', 2_240_656],
    ]);
    expect((await ledger.regenerate(regeneration(file))).outcome).toBe('already-posted');
    expect(await balance(file, 'a-1', '2026-02-01')).toMatchObject({ status: 'regenerated', principal: 0, held: 0 });
    expect(await balance(file, 'a-new', '2026-02-01')).toEqual({
      principal: 2_120_328,
      ordinaryInterest: 0,
      defaultInterest: 120_328,
      collectionCosts: 0,
      status: 'open',
      held: 0,
    });
    // The first of ten: 212,032 of principal; 28 days of 6 % on 21,203.28.
    const first = (await ledger.balanceOfNote(file.fileId, 'a-new', day('2026-03-01')))?.due;
    expect(first).toEqual({
      principal: 212_032,
      ordinaryInterest: 9_759,
      defaultInterest: 120_328,
      collectionCosts: 0,
    });
    expect(await balance(file, 'a-1', '2027-02-01')).toMatchObject({ status: 'regenerated', defaultInterest: 0 });
    // What it owed before is still told of before.
    expect(await balance(file, 'a-1', '2026-01-31')).toMatchObject({ principal: 1_000_000, status: 'open' });
    await intact(file);
  });

  it('without a signature for it capitalises nothing: interest comes as interest and bears none', async () => {
    const file = await openFile('b');
    await ledger.regenerate(regeneration(file, { capitalises: [] }));
    expect(await balance(file, 'b-new', '2026-02-01')).toMatchObject({
      principal: 2_000_000,
      ordinaryInterest: 120_328,
      defaultInterest: 120_328,
    });
    await intact(file);
  });

  it('a payment recorded late on an old note lowers what the new one owes, as if it had been known', async () => {
    const [late, known] = [await openFile('c'), await openFile('d')];
    await ledger.regenerate(regeneration(late));
    clock.set('2026-04-10');
    await pay(late.fileId, 'c-new', 'c-new-1', '2026-03-01', 300_000);
    const posted = await pay(late.fileId, 'c-1', 'c-late', '2026-01-15', 150_000);
    expect(posted.parts.map(({ noteId }) => noteId)).toEqual(['c-1']);

    await pay(known.fileId, 'd-1', 'd-known', '2026-01-15', 150_000);
    await ledger.regenerate(regeneration(known));
    await pay(known.fileId, 'd-new', 'd-new-1', '2026-03-01', 300_000);
    for (const on of ['2026-02-01', '2026-03-01', '2026-04-10', '2027-01-01'])
      expect(await balance(late, 'c-new', on), on).toEqual(await balance(known, 'd-new', on));
    const entries = await ledger.entriesOfNote('c-new');
    expect(entries.at(-2)).toMatchObject({ kind: 'regenerated-in', reason: 'regeneration-difference' });
    await intact(late);

    // And the payment bounces: the new note owes it again.
    await ledger.reverse({
      ...posting('c-1', payment('c-back', '2026-04-10', 1)),
      fileId: late.fileId,
      noteIds: ['c-1'],
      eventId: posted.eventId,
    });
    const plain = await openFile('e');
    await ledger.regenerate(regeneration(plain));
    clock.set('2026-04-10');
    await pay(plain.fileId, 'e-new', 'e-new-1', '2026-03-01', 300_000);
    expect(await balance(late, 'c-new', '2026-04-10')).toEqual(await balance(plain, 'e-new', '2026-04-10'));
    await intact(late);
  });

  it('the same facts in 40 recording orders give the same debts, through a second regeneration', async () => {
    const random = new Random(11);
    const found = new Set<string>();
    for (let order = 0; order < 40; order += 1) {
      const file = await openFile(`g${order}`);
      const again = { ...file, oldNoteIds: [file.newNoteId], newNoteId: `g${order}-newer` };
      clock.set('2026-08-01');
      const facts: { name: string; needs?: string; run: () => Promise<unknown> }[] = [
        { name: 'r1', run: () => ledger.regenerate(regeneration(file)) },
        {
          name: 'r2',
          needs: 'r1',
          run: () => ledger.regenerate(regeneration(again, { valueDate: day('2026-06-15'), capitalises: [] })),
        },
        { name: 'p1', run: () => pay(file.fileId, `g${order}-1`, `g${order}-p1`, '2025-06-01', 100_000) },
        { name: 'p2', run: () => pay(file.fileId, `g${order}-2`, `g${order}-p2`, '2026-01-31', 90_001) },
        { name: 'p3', needs: 'r1', run: () => pay(file.fileId, file.newNoteId, `g${order}-p3`, '2026-03-02', 250_000) },
        {
          name: 'p4',
          needs: 'r2',
          run: () => pay(file.fileId, again.newNoteId, `g${order}-p4`, '2026-07-01', 400_000),
        },
      ];
      const done = new Set<string>();
      let waiting = random.shuffled(facts);
      while (waiting.length > 0) {
        const next = waiting.find(({ needs }) => needs === undefined || done.has(needs));
        if (next === undefined) throw new RangeError('nothing can come next');
        await next.run();
        done.add(next.name);
        waiting = waiting.filter((one) => one !== next);
      }
      const dates = ['2026-01-31', '2026-02-01', '2026-03-02', '2026-06-15', '2026-07-01', '2026-08-01'];
      const notes = [...file.oldNoteIds, file.newNoteId, again.newNoteId];
      const rows = await Promise.all(notes.flatMap((noteId) => dates.map((on) => balance(file, noteId, on))));
      found.add(JSON.stringify(rows));
      await intact(file);
    }
    expect(found.size).toBe(1);
  }, 300_000);

  it('brings what is paid afterwards with an old reference to the new note, in any recording order', async () => {
    for (const name of ['h', 'i']) {
      const file = await openFile(name);
      const { fileId, newNoteId } = file;
      if (name === 'i') await ledger.openNote(opening('i-3', { fileId, terms: DUE_IN_ONE, on: '2024-01-31' }));
      await ledger.regenerate(regeneration(file));
      // Another regeneration of the new note: the debt is looked for where it went.
      const again = { ...file, oldNoteIds: [newNoteId], newNoteId: `${newNoteId}-2` };
      clock.set('2026-03-15');
      if (name === 'i') await ledger.regenerate(regeneration(again, { valueDate: day('2026-03-15') }));
      clock.set('2026-03-20');
      const before = await balance(file, newNoteId, '2026-03-20');
      const late = await pay(fileId, `${name}-1`, `${name}-after`, '2026-02-10', 5_000);
      expect(late.parts.map(({ noteId }) => noteId)).toEqual([newNoteId]);
      expect([late.credit, late.amount]).toEqual([0, 5_000]);
      const owing = name === 'i' ? again.newNoteId : newNoteId;
      const now = await pay(fileId, `${name}-1`, `${name}-now`, '2026-03-20', 7_000);
      expect(now.parts.map(({ noteId }) => noteId)).toEqual([owing]);
      const { event } = posting('x', payment(`${name}-file`, '2026-03-20', 9_000));
      if (event.kind !== 'paid') throw new Error('not a payment');
      const chosen = await ledger.payFile({
        ...posting('x', payment(`${name}-file`, '2026-03-20', 9_000)),
        ...{ fileId, event, chosenNoteIds: [`${name}-2`] },
      });
      expect(chosen.parts.map(({ noteId }) => noteId)).toEqual([owing]);
      expect(await balance(file, `${name}-1`, '2026-03-20')).toMatchObject({ status: 'regenerated', held: 0 });
      expect(before).toBeDefined();
      // With nothing owed any more, money for the file is held where the debt went, and not on a note that is over.
      const rest = { name: `${name}-rest`, kind: 'paid', valueDate: day('2026-03-20'), amount: 9_000_000 } as const;
      const more = { ...posting('x', { ...rest, channel: 'cie' }), fileId, event: { ...event, amount: 9_000_000 } };
      const last = (await ledger.payFile(more)).parts.at(-1);
      expect([owing, 'i-3']).toContain(last?.noteId);
      const nobody = await ledger.payFile({ ...more, ...keyed(`${name}-nobody`) });
      expect(nobody.parts.map(({ noteId }) => [owing, 'i-3'].includes(noteId))).toEqual([true]);
      const of = { fileId, noteIds: [owing], eventId: now.eventId };
      await ledger.reverse({ ...posting('x', payment(`${name}-back`, '2026-03-20', 1)), ...of });
      await intact(file);
    }
  });

  it('is refused of a note that is written off in part: the loss would be nowhere', async () => {
    const file = await openFile('k');
    const amounts = { principal: 1, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 };
    const loss = { name: 'k-loss', kind: 'written-off', valueDate: day('2026-02-01'), amounts } as const;
    await ledger.postToNote({ ...posting('k-1', loss), fileId: file.fileId });
    clock.set('2026-02-02');
    await expect(ledger.regenerate(regeneration(file, { valueDate: day('2026-02-02') }))).rejects.toMatchObject({
      code: 'regeneration-not-possible',
    });
  });

  it('leaves no new debt on an old note', async () => {
    const file = await openFile('j');
    await ledger.regenerate(regeneration(file));
    clock.set('2026-02-10');
    for (const event of [
      { kind: 'charged', component: 'collectionCosts', valueDate: day('2026-02-10'), amount: 1 },
      { kind: 'disbursed', valueDate: day('2024-12-01'), amount: 1 },
    ] as const)
      await expect(
        ledger.postToNote({ ...posting('j-1', { name: `j-${event.kind}`, ...event }), fileId: file.fileId }),
      ).rejects.toMatchObject({ code: 'note-regenerated' });
  });
});

describe('the way back', () => {
  const undo = (file: File, key = 'undo') =>
    ledger.undoRegeneration({
      idempotency: { scope: 'AGREEMENT', key: `${key}#${file.newNoteId}`, input: {} },
      actor: 'prueba',
      reason: 'regeneration-broken',
      source: { type: 'agreement', id: file.newNoteId },
      fileId: file.fileId,
      newNoteId: file.newNoteId,
    });
  const cleared = (entries: readonly Entry[]) =>
    entries.reduce((sum, { lines }) => sum + (lines['clearing:cie'] ?? 0), 0);
  const payments = [
    ['2026-03-02', 700_000],
    ['2026-04-01', 600_001],
    ['2026-05-04', 300_000],
  ] as const;

  it('of a resolutory condition: the old notes owe as if there had been none, with what was paid since', async () => {
    const [file, plain] = [await openFile('w', 3), await openFile('x', 3)];
    await ledger.regenerate(regeneration(file, { form: 'resolutory-condition' }));
    clock.set('2026-06-10');
    for (const [index, [on, amount]] of payments.entries()) {
      await pay(file.fileId, 'w-new', `w-${index}`, on, amount);
      await ledger.payFile({
        ...posting('x-1', payment(`x-${index}`, on, amount)),
        fileId: plain.fileId,
        event: { kind: 'paid', channel: 'cie', valueDate: day(on), amount },
      });
    }
    expect((await undo(file)).outcome).toBe('posted');
    expect((await undo(file)).outcome).toBe('already-posted');
    for (const on of ['2026-02-01', '2026-03-02', '2026-04-15', '2026-06-10', '2027-01-01'])
      for (const [index, noteId] of file.oldNoteIds.entries())
        expect(await balance(file, noteId, on), `${noteId} ${on}`).toEqual(
          await balance(plain, plain.oldNoteIds[index] ?? '', on),
        );
    expect(await balance(file, 'w-new', '2026-06-10')).toMatchObject({ status: 'cancelled', principal: 0, held: 0 });
    const { entries } = await intact(file);
    // Each payment keeps its own arrival, which decides its place among those of its day.
    const moved = entries.filter(({ kind, noteId }) => kind === 'paid' && noteId !== 'w-new');
    const arrivals = moved.map(({ payload }) => JSON.parse(payload).arrival);
    expect(arrivals.length).toBeGreaterThan(0);
    expect(arrivals).not.toContain(undefined);
    // No centavo of what came in is lost: it stands on the old notes.
    expect(cleared(entries)).toBe(1_600_001);
  });

  it('gives what docs/money/regeneraciones.md prints', async () => {
    const file = await openFile('p');
    await ledger.regenerate(regeneration(file, { form: 'resolutory-condition' }));
    clock.set('2026-05-07');
    await pay(file.fileId, file.newNoteId, 'p-0', '2026-03-01', 300_000);
    await undo(file);
    const names = { 'anterior 1': 'p-1', 'anterior 2': 'p-2', nuevo: file.newNoteId };
    const rows = Object.entries(names).map(async ([Pagaré, noteId]) => {
      const found = await ledger.balanceOfNote(file.fileId, noteId, day('2026-05-07'));
      return { Pagaré, ...byComponent(found!.owed), Estado: STATUS_ES[found!.status] };
    });
    const printed = printedTables('regeneraciones').at(-1)?.rows;
    expect(await Promise.all(rows)).toEqual(printed);
    await intact(file);
  });

  it('cut off between two payments, it goes on where it stopped, and money is never nowhere', async () => {
    const file = await openFile('y', 2);
    await ledger.regenerate(regeneration(file, { form: 'resolutory-condition' }));
    clock.set('2026-06-10');
    for (const [index, [on, amount]] of payments.entries()) await pay(file.fileId, 'y-new', `y-${index}`, on, amount);
    const dying = testRegenerations(dynamo.documents, dynamo.tables, {
      ...clock,
      now: (() => {
        let left = 2;
        return () => {
          left -= 1;
          if (left < 0) throw new Error('killed');
          return clock.now();
        };
      })(),
    });
    const command = {
      idempotency: { scope: 'AGREEMENT', key: 'undo#y-new', input: {} },
      actor: 'prueba',
      reason: 'regeneration-broken',
      source: { type: 'agreement', id: 'y-new' },
      fileId: file.fileId,
      newNoteId: 'y-new',
    } as const;
    await expect(dying.undoRegeneration(command)).rejects.toThrow('killed');
    const paidIn = async () => cleared((await intact(file)).entries);
    expect(await paidIn()).toBe(1_600_001);
    await undo(file);
    expect(await paidIn()).toBe(1_600_001);
    expect(await balance(file, 'y-1', '2026-06-10')).toMatchObject({ status: expect.stringMatching(/open|paid/) });
  });

  it('brings back more payments than lie behind one checkpoint', async () => {
    const [file, plain] = [await openFile('m', 1), await openFile('o', 1)];
    await ledger.regenerate(regeneration(file, { form: 'resolutory-condition' }));
    clock.set('2026-06-10');
    const days = Array.from({ length: 20 }, (_, index) => `2026-03-${String(index + 10)}`);
    for (const [index, on] of days.entries()) {
      await pay(file.fileId, 'm-new', `m-${index}`, on, 10_001);
      await pay(plain.fileId, 'o-1', `o-${index}`, on, 10_001);
    }
    expect((await undo(file)).outcome).toBe('posted');
    for (const on of ['2026-03-20', '2026-06-10'])
      expect(await balance(file, 'm-1', on)).toEqual(await balance(plain, 'o-1', on));
    await intact(file);
  });

  it('of a novation is refused, and so is one whose new note has more than payments', async () => {
    const novation = await openFile('z');
    await ledger.regenerate(regeneration(novation));
    await expect(undo(novation)).rejects.toMatchObject({
      code: 'regeneration-not-undone',
      message: expect.stringContaining('fue una novación'),
    });
    const charged = await openFile('v');
    await ledger.regenerate(regeneration(charged, { form: 'resolutory-condition' }));
    await ledger.postToNote({
      ...posting('v-new', {
        name: 'v-charge',
        kind: 'charged',
        component: 'collectionCosts',
        valueDate: day('2026-02-01'),
        amount: 5,
      }),
      fileId: charged.fileId,
    });
    await expect(undo(charged)).rejects.toMatchObject({
      message: expect.stringContaining('un movimiento del 2026-02-01 que no es un pago'),
    });
    await expect(undo({ ...charged, newNoteId: 'v-1' })).rejects.toMatchObject({
      message: expect.stringContaining('no viene de otros'),
    });
    expect(await balance(charged, 'v-1', '2026-02-01')).toMatchObject({ status: 'regenerated' });
  });
});

describe('a regeneration is refused, and nothing written,', () => {
  it.each<[string, (file: File) => Partial<Regeneration>, RegExp]>([
    ['of no note', () => ({ oldNoteIds: [] }), /no nombra ningún pagaré/],
    ['of a note twice', ({ oldNoteIds }) => ({ oldNoteIds: [...oldNoteIds, ...oldNoteIds] }), /aparece dos veces/],
    [
      'into one of its own',
      ({ oldNoteIds }) => ({
        newNote: { ...regeneration({ fileId: '', oldNoteIds, newNoteId: oldNoteIds[0] ?? '' }).newNote },
      }),
      /aparece dos veces/,
    ],
    [
      'of too many',
      () => ({ oldNoteIds: Array.from({ length: 13 }, (_, index) => `n-${index}`) }),
      /reúne 13 pagarés y el máximo es 12/,
    ],
  ])('%s', async (what, changes, sentence) => {
    const file = await openFile(`r-${what.replaceAll(' ', '-')}`);
    await expect(ledger.regenerate(regeneration(file, changes(file)))).rejects.toMatchObject({
      code: 'regeneration-not-possible',
      message: expect.stringMatching(sentence),
    });
    for (const noteId of file.oldNoteIds) expect(await ledger.entriesOfNote(noteId)).toHaveLength(1);
  });

  it('of a note that was regenerated, owes nothing, or is in a lawsuit', async () => {
    const file = await openFile('s', 3);
    await ledger.regenerate(regeneration({ ...file, oldNoteIds: ['s-1'] }));
    const again = (noteId: string, key: string) =>
      ledger.regenerate(regeneration({ ...file, oldNoteIds: [noteId], newNoteId: `s-${key}` }));
    await expect(again('s-1', 'x')).rejects.toMatchObject({ message: expect.stringContaining('ya se regeneró') });
    await pay(file.fileId, 's-2', 's-all', '2026-02-01', 1_120_328);
    await expect(again('s-2', 'y')).rejects.toMatchObject({ message: expect.stringContaining('ya no tiene adeudo') });
    await ledger.postToNote({
      ...posting('s-3', {
        name: 's-suit',
        kind: 'placement-changed',
        valueDate: day('2026-02-01'),
        stage: 'judicial',
        agent: null,
      }),
      fileId: file.fileId,
    });
    await expect(again('s-3', 'z')).rejects.toMatchObject({ message: expect.stringContaining('está en juicio') });
    await expect(
      ledger.regenerate(regeneration({ ...file, newNoteId: 's-future' }, { valueDate: day('2026-02-02') })),
    ).rejects.toMatchObject({ code: 'date-in-future' });
  });

  it('as of a day before a movement of an old note: what was paid since would be nowhere', async () => {
    const file = await openFile('since');
    clock.set('2026-02-03');
    await pay(file.fileId, 'since-1', 'since-paid', '2026-02-03', 10_000);
    await expect(ledger.regenerate(regeneration(file, { valueDate: day('2026-02-02') }))).rejects.toMatchObject({
      code: 'regeneration-not-possible',
      message: expect.stringContaining('movimientos posteriores al 2 de febrero de 2026'),
    });
    await ledger.regenerate(regeneration(file, { valueDate: day('2026-02-03') }));
    await intact(file);
  });

  it('twice at once: one of both happens', async () => {
    const file = await openFile('u');
    const ends = await Promise.allSettled(
      ['u-x', 'u-y'].map((newNoteId) => ledger.regenerate(regeneration({ ...file, newNoteId }))),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await intact(file);
  });
});
