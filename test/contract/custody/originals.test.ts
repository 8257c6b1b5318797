import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { annotateOriginal, listToAnnotate } from '../../../functions/custody/originals/annotate-original.ts';
import { deliverOriginal } from '../../../functions/custody/originals/deliver-original.ts';
import { labelCodeOf } from '../../../functions/custody/originals/label-code.ts';
import {
  cancelEndorsement,
  extendLoan,
  lendOriginal,
  returnOriginal,
  storeOriginal,
} from '../../../functions/custody/originals/lend-original.ts';
import {
  declareLost,
  destroyOriginal,
  findOriginal,
  reportMissing,
  takeCourtStep,
} from '../../../functions/custody/originals/lose-original.ts';
import { type Original, paperOf } from '../../../functions/custody/originals/original.ts';
import { classOf } from '../../../functions/custody/originals/original-class.ts';
import { createOriginalStore } from '../../../functions/custody/originals/original-store.ts';
import { receiveOriginal } from '../../../functions/custody/originals/receive-original.ts';
import { readOriginal } from '../../../functions/custody/originals/take-original-step.ts';
import { closePlace, renamePlace } from '../../../functions/custody/places/keep-places.ts';
import { createProvisionalPayments } from '../../../functions/recovery/provisional/provisional-payments.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import { payment, posting } from '../../support/ledger.ts';
import {
  ANA,
  COORDINATOR,
  type Custody,
  LAWYER,
  LUIS,
  loan,
  openCustody,
  request,
  someone,
} from './originals-world.ts';

const TODAY = '2026-11-27';
const delivery = (changes: object = {}) => ({
  ...{ identification: 'voter-card' as const, releaseId: null, receiptDocumentId: null },
  ...{ annotated: [] as string[], ...changes },
});

let custody: Custody;
let deps: Custody['deps'];
const numbers = Array.from({ length: 99 }, (_, index) => `H-2024-${String(index + 1).padStart(5, '0')}`);
const fresh = () => numbers.pop()!;

beforeAll(async () => {
  custody = await openCustody(TODAY);
  deps = custody.deps;
  await custody.place('B1-A-12');
  await custody.place('MESA');
});
afterAll(() => custody.dynamo.stop());
beforeEach(() => custody.clock.set(TODAY));

/** A note in the vault, and what it is of. */
async function kept() {
  const note = await custody.openNote(fresh());
  return { note, original: await custody.receive(note.contractNumber, 'MESA') };
}
/** The same, with nothing owed any more. */
async function paid(provisional = false) {
  const { note, original } = await kept();
  const eventId = await custody.pay(note, TODAY, await custody.owed(note), provisional);
  return { note, original, eventId };
}
const now = ({ labelCode }: Original) => readOriginal(deps, labelCode, ANA);
/** That nothing of it moved. */
const unmoved = async (original: Original) => expect(await now(original)).toEqual(original);

describe('the life of an original', () => {
  it('is received, stored, lent with an endorsement, returned, freed, annotated and delivered at payoff', async () => {
    custody.clock.set('2026-09-01');
    const note = await custody.openNote(fresh());
    const { labelCode } = await custody.receive(note.contractNumber, 'MESA');
    await storeOriginal(deps, { ...request(labelCode, 1), placeCode: 'B1-A-12' }, ANA);
    const lent = await lendOriginal(deps, { ...request(labelCode, 2), ...loan({ deadline: '2026-10-01' }) }, ANA);
    expect(lent.holder).toMatchObject({ type: 'party', party: LAWYER, deadline: '2026-10-01' });
    custody.clock.set('2026-09-20');
    const back = await returnOriginal(deps, { ...request(labelCode, 3), placeCode: 'B1-A-12' }, LUIS);
    expect([back.state, back.endorsement?.to]).toEqual(['endorsed', LAWYER.name]);
    await cancelEndorsement(deps, { ...request(labelCode, 4), reason: 'Testado en el pagaré' }, ANA);
    custody.clock.set('2026-10-05');
    const first = await custody.pay(note, '2026-10-02', 100_000);
    const second = await custody.pay(note, '2026-10-05', 250_000);
    expect(await listToAnnotate(deps, labelCode, ANA)).toEqual([
      { act: 'write', paymentId: first, paidOn: '2026-10-02', amount: 100_000 },
      { act: 'write', paymentId: second, paidOn: '2026-10-05', amount: 250_000 },
    ]);
    await annotateOriginal(deps, { ...request(labelCode, 5), payments: [first, second] }, ANA);
    expect(await listToAnnotate(deps, labelCode, ANA)).toEqual([]);
    custody.clock.set(TODAY);
    await custody.pay(note, TODAY, await custody.owed(note));
    const delivered = await deliverOriginal(deps, { ...request(labelCode, 6), ...delivery() }, ANA);
    expect(delivered).toMatchObject({ state: 'delivered', holder: { type: 'debtor' }, endorsement: null, version: 7 });
    expect(delivered.history.map(({ step, by, on }) => `${on} ${by} ${step}`)).toEqual([
      '2026-09-01 ana receive',
      '2026-09-01 ana store',
      '2026-09-01 ana lend',
      '2026-09-20 luis return-endorsed',
      '2026-09-20 ana cancel-endorsement',
      '2026-10-05 ana annotate',
      '2026-11-27 ana deliver',
    ]);
    expect(await deps.originals.ofFile(note.fileId)).toEqual([delivered]);
    const head = (await deps.money.headsOf([note])).get(note.noteId);
    expect(classOf(head!.note, calendarDate(TODAY))).toBe('settled');
  });

  it('is found by its file as it was just written: what follows hands over or destroys all that it finds', async () => {
    const { note, original } = await kept();
    const { documents, tables } = custody.dynamo;
    const asked: object[] = [];
    const told = Object.assign(Object.create(documents) as typeof documents, {
      send: (command: Parameters<typeof documents.send>[0]) => {
        asked.push(command.input);
        return documents.send(command);
      },
    });
    expect(await createOriginalStore(told, tables.DOCUMENTS_TABLE).ofFile(note.fileId)).toEqual([original]);
    expect(asked).toMatchObject([
      { ConsistentRead: true },
      { RequestItems: { [tables.DOCUMENTS_TABLE]: { ConsistentRead: true } } },
    ]);
  });

  it('is one record, whoever receives the paper and however often', async () => {
    const note = await custody.openNote(fresh());
    const asked = {
      paper: { kind: 'note', contractNumber: note.contractNumber, number: 1 },
      placeCode: 'MESA',
    } as const;
    const both = await Promise.allSettled([
      receiveOriginal(deps, { ...asked, idempotencyKey: 'uno' }, ANA),
      receiveOriginal(deps, { ...asked, idempotencyKey: 'dos' }, LUIS),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'reception-refused' });
    const key = both[0]!.status === 'fulfilled' ? 'uno' : 'dos';
    const again = await receiveOriginal(deps, { ...asked, idempotencyKey: key }, key === 'uno' ? ANA : LUIS);
    expect(again.version).toBe(1);
    expect(await deps.originals.ofFile(note.fileId)).toEqual([again]);
    const contract = await custody.receive(note.contractNumber, 'MESA', 'contract');
    expect(contract.labelCode).not.toBe(again.labelCode);
  });

  it('is not received of a contract out of reach, and has a code of its own though another paper has the first', async () => {
    const foreign = custody.register(fresh(), 'nogales');
    const paper = { kind: 'note', contractNumber: foreign.contractNumber } as const;
    const asked = { paper, placeCode: 'MESA', idempotencyKey: randomUUID() };
    const here = someone('eva', 'custodian', ['hermosillo']);
    await expect(receiveOriginal(deps, asked, here)).rejects.toMatchObject({ code: 'not-found' });
    const { note, original } = await kept();
    const first = labelCodeOf(paperOf({ ...original, kind: 'contract' }), 0);
    await deps.originals.write({ ...original, labelCode: first });
    const contract = await custody.receive(note.contractNumber, 'MESA', 'contract');
    expect(contract.labelCode).toBe(labelCodeOf(paperOf(contract), 1));
    expect(await deps.originals.find(first)).toMatchObject({ kind: 'note' });
  });

  it('of a beca belongs to no debt and is told by its series, area and folio', async () => {
    const paper = { kind: 'grant', document: { series: '4C.2', area: 'Becas', folio: '15' } } as const;
    const original = await receiveOriginal(deps, { paper, placeCode: 'MESA', idempotencyKey: 'beca' }, ANA);
    expect(original).toMatchObject({ fileId: null, noteId: null, contractNumber: null, office: 'hermosillo' });
    const twice = receiveOriginal(deps, { paper, placeCode: 'MESA', idempotencyKey: 'otra' }, ANA);
    await expect(twice).rejects.toMatchObject({ code: 'reception-refused' });
    const typed = (area: string) => ({ kind: 'grant', document: { ...paper.document, area } }) as const;
    const receive = (area: string) =>
      receiveOriginal(deps, { paper: typed(area), placeCode: 'MESA', idempotencyKey: randomUUID() }, ANA);
    await receive('Estímulos'.normalize('NFC'));
    await expect(receive('ESTÍMULOS'.normalize('NFD'))).rejects.toMatchObject({ code: 'reception-refused' });
  });

  it('of a contract or a note is one, whatever number somebody gives it; guarantees are many', async () => {
    const { contractNumber } = await custody.openNote(fresh());
    const receive = (kind: 'note' | 'contract' | 'guarantee', number: number) => {
      const paper = { kind, contractNumber, number };
      return receiveOriginal(deps, { paper, placeCode: 'MESA', idempotencyKey: randomUUID() }, ANA);
    };
    for (const kind of ['note', 'contract'] as const) {
      await receive(kind, 1);
      await expect(receive(kind, 2)).rejects.toMatchObject({ code: 'reception-refused' });
    }
    const [one, two] = [await receive('guarantee', 1), await receive('guarantee', 2)];
    expect(two.labelCode).not.toBe(one.labelCode);
  });
});

describe('an original is not lent', () => {
  it('while it is out: the rule names who has it, and nothing moves', async () => {
    const { original } = await kept();
    const lent = await lendOriginal(deps, { ...request(original.labelCode, 1), ...loan() }, ANA);
    const again = lendOriginal(
      deps,
      { ...request(original.labelCode, 2), ...loan({ party: { ...LAWYER, id: 'otro' } }) },
      LUIS,
    );
    await expect(again).rejects.toMatchObject({
      code: 'original-is-out',
      detail: expect.stringContaining(LAWYER.name),
    });
    await unmoved(lent);
  });

  it('to two at once: exactly one has it, and the other is told so', async () => {
    const { original } = await kept();
    const parties = ['uno', 'dos', 'tres', 'cuatro'].map((id) => ({ ...LAWYER, id }));
    const all = await Promise.allSettled(
      parties.map((party) =>
        lendOriginal(deps, { ...request(original.labelCode, 1), ...loan({ party }) }, someone(party.id)),
      ),
    );
    const won = all.filter((one) => one.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'original-is-out' });
    await unmoved(won[0]!.value);
  });

  it('with an endorsement that lives, nor delivered', async () => {
    const { original } = await paid();
    const { labelCode } = original;
    await lendOriginal(deps, { ...request(labelCode, 1), ...loan() }, ANA);
    const back = await returnOriginal(deps, { ...request(labelCode, 2), placeCode: 'MESA' }, ANA);
    const lending = lendOriginal(deps, { ...request(labelCode, 3), ...loan() }, ANA);
    await expect(lending).rejects.toMatchObject({ code: 'endorsement-live' });
    const delivering = deliverOriginal(deps, { ...request(labelCode, 3), ...delivery() }, ANA);
    await expect(delivering).rejects.toMatchObject({ code: 'endorsement-live', detail: expect.stringContaining('41') });
    const moved = await storeOriginal(deps, { ...request(labelCode, 3), placeCode: 'B1-A-12' }, ANA);
    expect([back.state, moved.state, moved.endorsement]).toEqual(['endorsed', 'endorsed', back.endorsement]);
  });

  it('while the note does not say its partial payments, unless they are written in the same act', async () => {
    const { note, original } = await kept();
    const { labelCode } = original;
    const paymentId = await custody.pay(note, '2026-11-03', 123_456);
    const silent = lendOriginal(deps, { ...request(labelCode, 1), ...loan() }, ANA);
    await expect(silent).rejects.toMatchObject({
      code: 'payments-not-annotated',
      details: [{ pointer: '/annotated', message: expect.stringContaining('3 de noviembre de 2026 por $1,234.56') }],
    });
    const invented = lendOriginal(deps, { ...request(labelCode, 1), ...loan({ annotated: [paymentId, 'otro'] }) }, ANA);
    await expect(invented).rejects.toMatchObject({ code: 'annotation-not-due' });
    await unmoved(original);
    const lent = await lendOriginal(deps, { ...request(labelCode, 1), ...loan({ annotated: [paymentId] }) }, ANA);
    expect(lent.annotations).toEqual([{ paymentId, on: TODAY, struckOn: null }]);
  });

  it('while it does not say the last payment of what was given up as a loss: that one paid nothing off', async () => {
    const { note, original } = await kept();
    const paymentId = await custody.pay(note, '2026-11-03', 123_456);
    const amounts = (await custody.ledger.balanceOfNote(note.fileId, note.noteId, custody.clock.today()))!.owed;
    const loss = { kind: 'written-off', valueDate: calendarDate(TODAY), amounts } as const;
    await custody.ledger.postToNote({
      ...posting(note.noteId, payment('x', TODAY, 1)),
      ...{ fileId: note.fileId, reason: 'write-off', event: loss },
      idempotency: { scope: 'LENDING', key: randomUUID(), input: amounts },
    });
    expect(await custody.owed(note)).toBe(0);
    expect(await listToAnnotate(deps, original.labelCode, ANA)).toMatchObject([{ act: 'write', paymentId }]);
    const silent = lendOriginal(deps, { ...request(original.labelCode, 1), ...loan() }, ANA);
    await expect(silent).rejects.toMatchObject({ code: 'payments-not-annotated' });
  });

  it('while it says one that was taken back', async () => {
    const { note, original } = await kept();
    const paymentId = await custody.pay(note, '2026-11-03', 50_000);
    await annotateOriginal(deps, { ...request(original.labelCode, 1), payments: [paymentId] }, ANA);
    await custody.ledger.reverse({
      ...{ fileId: note.fileId, noteIds: [note.noteId], eventId: paymentId, actor: 'x', reason: 'bounced-cheque' },
      idempotency: { scope: 'CORRECTION', key: paymentId, input: {} },
      source: { type: 'correction', id: 'x' },
    });
    expect(await listToAnnotate(deps, original.labelCode, ANA)).toMatchObject([{ act: 'strike', paymentId }]);
    const lending = lendOriginal(deps, { ...request(original.labelCode, 2), ...loan() }, ANA);
    await expect(lending).rejects.toMatchObject({ code: 'payments-not-annotated' });
    const struck = await annotateOriginal(deps, { ...request(original.labelCode, 2), payments: [paymentId] }, ANA);
    expect(struck.annotations).toEqual([{ paymentId, on: TODAY, struckOn: TODAY }]);
    expect(await listToAnnotate(deps, original.labelCode, ANA)).toEqual([]);
  });

  it('endorsed to anybody but a lawyer, or of a contract, or until a day that has passed', async () => {
    const { note, original } = await kept();
    const court = { kind: 'court', id: 'j1', name: 'Juzgado Primero', email: null };
    const lend = (code: string, changes: object) => lendOriginal(deps, { ...request(code, 1), ...loan(changes) }, ANA);
    await expect(lend(original.labelCode, { party: court })).rejects.toMatchObject({ code: 'loan-refused' });
    await expect(lend(original.labelCode, { deadline: TODAY })).rejects.toMatchObject({ code: 'loan-refused' });
    await expect(lend(original.labelCode, { deadline: '2027-11-28' })).rejects.toMatchObject({ code: 'loan-refused' });
    const { labelCode } = await custody.receive(note.contractNumber, 'MESA', 'contract');
    await expect(lend(labelCode, {})).rejects.toMatchObject({ code: 'loan-refused' });
    const lent = await lend(original.labelCode, { party: court, endorsed: false, deadline: '2027-11-27' });
    const back = await returnOriginal(deps, { ...request(lent.labelCode, 2), placeCode: 'MESA' }, ANA);
    expect(back.state).toBe('stored');
  });
});

describe('more time for a loan', () => {
  it('is more: an earlier day, or the same, is none', async () => {
    const { original } = await kept();
    const { labelCode } = original;
    const lent = await lendOriginal(deps, { ...request(labelCode, 1), ...loan() }, ANA);
    const extend = (day: string) =>
      extendLoan(deps, { ...request(labelCode, 2), deadline: calendarDate(day), reason: 'Sigue el juicio' }, ANA);
    for (const day of ['2026-12-10', '2026-12-01', '2027-11-28'])
      await expect(extend(day), day).rejects.toMatchObject({
        ...{ code: 'loan-refused', details: [{ pointer: '/deadline' }] },
      });
    await unmoved(lent);
    expect((await extend('2026-12-11')).holder).toMatchObject({ deadline: '2026-12-11' });
  });
});

describe('an original is not delivered', () => {
  it('while anything is owed, nor while a payment is salvo buen fin', async () => {
    const { note, original } = await kept();
    const deliver = () => deliverOriginal(deps, { ...request(original.labelCode, 1), ...delivery() }, ANA);
    await custody.pay(note, TODAY, (await custody.owed(note)) - 1);
    await expect(deliver()).rejects.toMatchObject({ code: 'note-not-paid', detail: expect.stringContaining('$0.01') });
    await unmoved(original);
  });

  it('while the bank may take a payment back: on its day by the journal, later by the list, and then no more', async () => {
    const { note, original, eventId } = await paid(true);
    const deliver = () => deliverOriginal(deps, { ...request(original.labelCode, 1), ...delivery() }, ANA);
    await expect(deliver()).rejects.toMatchObject({ code: 'payment-not-final' });
    const { documents, tables } = custody.dynamo;
    const provisionals = createProvisionalPayments({
      ...{ client: documents, systemTable: tables.SYSTEM_TABLE, firmAfterDays: 2 },
      holidays: async () => bankHolidayCalendar(),
    });
    await provisionals.open({
      ...{ eventId, fileId: note.fileId, noteIds: [note.noteId], amount: 1_000, channel: 'window' },
      ...{ valueDate: TODAY, recordedOn: TODAY, source: { type: 'window', id: 'x' } },
    });
    custody.clock.set('2026-12-02');
    await expect(deliver()).rejects.toMatchObject({
      ...{ code: 'payment-not-final', detail: expect.stringContaining('1 de diciembre de 2026') },
    });
    await unmoved(original);
    const waiting = (await provisionals.find(eventId))!;
    await provisionals.end(waiting, 'became-firm', { by: 'system', on: '2026-12-02', key: 'firm', reason: null });
    expect((await deliver()).state).toBe('delivered');
  });

  it('twice, while it is out, or once it is gone', async () => {
    const { original } = await paid();
    const { labelCode } = original;
    const asked = { ...request(labelCode, 1), ...delivery() };
    const delivered = await deliverOriginal(deps, asked, ANA);
    expect(await deliverOriginal(deps, asked, ANA)).toEqual(delivered);
    const reused = deliverOriginal(deps, { ...asked, releaseId: 'otra' }, ANA);
    await expect(reused).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    const twice = deliverOriginal(deps, { ...request(labelCode, 2), ...delivery() }, LUIS);
    await expect(twice).rejects.toMatchObject({
      code: 'original-step-refused',
      detail: expect.stringContaining('entregado'),
    });
    await unmoved(delivered);
  });

  it('while the note does not say what was paid of it before, unless that is written in the same act', async () => {
    const { note, original } = await kept();
    const { labelCode } = original;
    const paymentId = await custody.pay(note, '2026-11-03', 123_456);
    await custody.pay(note, TODAY, await custody.owed(note));
    const deliver = (annotated: string[]) =>
      deliverOriginal(deps, { ...request(labelCode, 1), ...delivery({ annotated }) }, ANA);
    await expect(deliver([])).rejects.toMatchObject({ code: 'payments-not-annotated', details: [expect.anything()] });
    await unmoved(original);
    expect((await deliver([paymentId])).annotations).toEqual([{ paymentId, on: TODAY, struckOn: null }]);
  });

  it('demands nothing of the payment that paid it off, though one after it was taken back', async () => {
    const { note, original, eventId } = await paid();
    await custody.ledger.reverse({
      ...{ fileId: note.fileId, noteIds: [note.noteId], eventId, actor: 'x', reason: 'bounced-cheque' },
      idempotency: { scope: 'CORRECTION', key: eventId, input: {} },
      source: { type: 'correction', id: 'x' },
    });
    expect(await listToAnnotate(deps, original.labelCode, ANA)).toEqual([]);
    await custody.pay(note, '2026-11-20', (await custody.owed(note)) + 50_000);
    expect(await listToAnnotate(deps, original.labelCode, ANA)).toEqual([]);
    // Nor is money that was given back a payment.
    await custody.ledger.postToNote({
      ...posting(note.noteId, payment('x', TODAY, 1)),
      ...{ fileId: note.fileId, event: { kind: 'credit-refunded', valueDate: calendarDate(TODAY), amount: 40_000 } },
      idempotency: { scope: 'CREDIT', key: randomUUID(), input: {} },
    } as never);
    expect(await listToAnnotate(deps, original.labelCode, ANA)).toEqual([]);
  });

  it('with a receipt that is not in the vault, of its own file', async () => {
    const { note, original } = await paid();
    const receipt = (changes: Partial<VaultDocument>): VaultDocument => ({
      ...{ documentId: randomUUID(), kind: 'delivery-receipt', fileId: note.fileId, office: 'hermosillo' },
      ...{
        proves: { type: 'file', id: note.fileId },
        contentType: 'application/pdf',
        bytes: 9,
        sha256: 'a'.repeat(64),
      },
      ...{ fileName: 'acuse.pdf', versionId: 'v', scannedBy: null, refusal: null, threat: null, replaces: null },
      ...{
        replacedBy: null,
        holds: [],
        requestedBy: 'ana',
        on: calendarDate(TODAY),
        requestedAt: `${TODAY}T16:00:00Z`,
      },
      ...{ state: 'vaulted', history: [], version: 1, ...changes },
    });
    const wrong = [
      receipt({ kind: 'identification' }),
      receipt({ fileId: 'otro' }),
      receipt({ state: 'refused' }),
      receipt({ state: 'superseded' }),
    ];
    const right = receipt({});
    for (const one of [...wrong, right]) await deps.documents.write(one);
    const deliver = (receiptDocumentId: string) =>
      deliverOriginal(deps, { ...request(original.labelCode, 1), ...delivery({ receiptDocumentId }) }, ANA);
    for (const documentId of [randomUUID(), ...wrong.map((one) => one.documentId)])
      await expect(deliver(documentId)).rejects.toMatchObject({ code: 'receipt-not-in-vault' });
    await unmoved(original);
    const delivered = await deliver(right.documentId);
    expect(delivered.history.at(-1)?.evidence).toEqual({ identification: 'voter-card', receipt: right.documentId });
  });

  it('when the ledger knows no debt of it', async () => {
    const { contractNumber } = custody.register('SIN-LIBRO');
    const { labelCode } = await custody.receive(contractNumber, 'MESA');
    const delivering = deliverOriginal(deps, { ...request(labelCode, 1), ...delivery() }, ANA);
    await expect(delivering).rejects.toMatchObject({ code: 'note-not-paid' });
  });

  it('by whoever looked at another version, nor in another office', async () => {
    const { original } = await paid();
    const { labelCode } = original;
    await storeOriginal(deps, { ...request(labelCode, 1), placeCode: 'B1-A-12' }, LUIS);
    const late = deliverOriginal(deps, { ...request(labelCode, 1), ...delivery() }, ANA);
    await expect(late).rejects.toMatchObject({ code: 'version-changed' });
    const foreign = someone('otro', 'custodian', ['nogales']);
    const hidden = deliverOriginal(deps, { ...request(labelCode, 2), ...delivery() }, foreign);
    await expect(hidden).rejects.toMatchObject({ code: 'not-found' });
  });

  it('moves once when two store it at once: the second looks again', async () => {
    const { original } = await kept();
    const store = (placeCode: string, who: typeof ANA) =>
      storeOriginal(deps, { ...request(original.labelCode, 1), placeCode }, who);
    const both = await Promise.allSettled([store('B1-A-12', ANA), store('MESA', LUIS)]);
    const refused = both.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]!.reason).toMatchObject({ code: 'version-changed' });
    expect((await now(original)).version).toBe(2);
  });
});

describe('a loss', () => {
  const COMPLAINT = { number: 'CI-77/2026', on: calendarDate('2026-11-26') };
  const about = { reason: 'No está en su caja', complaint: COMPLAINT };

  it('is searched, declared by another, goes to court, and what turns up then is worth nothing', async () => {
    const { original } = await kept();
    const { labelCode } = original;
    await reportMissing(deps, { ...request(labelCode, 1), reason: about.reason }, ANA);
    const alone = declareLost(deps, { ...request(labelCode, 2), ...about }, ANA);
    await expect(alone).rejects.toMatchObject({ code: 'same-person' });
    const lost = await declareLost(deps, { ...request(labelCode, 2), ...about }, COORDINATOR);
    expect([lost.state, lost.holder.type]).toEqual(['lost', 'nobody']);
    const court = { court: 'Juzgado Segundo', caseNumber: '101/2026', on: calendarDate('2026-11-27') };
    await takeCourtStep(deps, { ...request(labelCode, 3), step: 'claim', ...court }, COORDINATOR);
    await takeCourtStep(deps, { ...request(labelCode, 4), step: 'cancelled-by-court', ...court }, COORDINATOR);
    const lending = lendOriginal(deps, { ...request(labelCode, 5), ...loan() }, ANA);
    await expect(lending).rejects.toMatchObject({ code: 'original-step-refused' });
    const found = { placeCode: 'MESA', reason: 'Estaba en otra caja' };
    const turnedUp = await findOriginal(deps, { ...request(labelCode, 5), ...found }, ANA);
    expect(turnedUp.state).toBe('void');
    const destroying = destroyOriginal(deps, { ...request(labelCode, 6), actId: 'acta-1' }, COORDINATOR);
    await expect(destroying).rejects.toMatchObject({ code: 'act-not-in-vault' });
    await unmoved(turnedUp);
  });

  it('is dated by papers that exist, one after the other, and only a title of credit goes to court', async () => {
    const { note, original } = await kept();
    const { labelCode } = original;
    await reportMissing(deps, { ...request(labelCode, 1), reason: about.reason }, ANA);
    const refused = (asked: Promise<Original>) =>
      expect(asked).rejects.toMatchObject({
        code: 'original-date-refused',
        details: [{ pointer: expect.any(String) }],
      });
    const declare = (on: string) =>
      declareLost(
        deps,
        { ...request(labelCode, 2), reason: about.reason, complaint: { number: 'CI-1', on: calendarDate(on) } },
        COORDINATOR,
      );
    await refused(declare('2026-11-28'));
    await declare('2026-11-20');
    const step = (name: 'claim' | 'cancelled-by-court', version: number, on: string) =>
      takeCourtStep(
        deps,
        { ...request(labelCode, version), step: name, court: 'Juzgado 2', caseNumber: '1/2026', on: calendarDate(on) },
        COORDINATOR,
      );
    for (const day of ['2026-11-28', '2026-11-19']) await refused(step('claim', 3, day));
    await step('claim', 3, '2026-11-24');
    await refused(step('cancelled-by-court', 4, '2026-11-23'));
    expect((await step('cancelled-by-court', 4, '2026-11-24')).state).toBe('cancelled');

    const contract = await custody.receive(note.contractNumber, 'MESA', 'contract');
    const asked = { ...about, ...request(contract.labelCode) };
    await reportMissing(deps, asked, ANA);
    await declareLost(deps, { ...asked, ...request(contract.labelCode) }, COORDINATOR);
    const claiming = takeCourtStep(
      deps,
      { ...request(contract.labelCode), step: 'claim', court: 'J', caseNumber: '1', on: calendarDate(TODAY) },
      COORDINATOR,
    );
    await expect(claiming).rejects.toMatchObject({
      ...{ code: 'original-step-refused', detail: expect.stringContaining('título de crédito') },
    });
  });

  it('of what was out with an endorsement leaves it to be cancelled when it is found', async () => {
    const { original } = await kept();
    const { labelCode } = original;
    await lendOriginal(deps, { ...request(labelCode, 1), ...loan() }, ANA);
    await extendLoan(
      deps,
      { ...request(labelCode, 2), deadline: calendarDate('2027-01-15'), reason: 'Sigue el juicio' },
      ANA,
    );
    await reportMissing(deps, { ...request(labelCode, 3), reason: 'El despacho no lo tiene' }, ANA);
    const found = await findOriginal(deps, { ...request(labelCode, 4), placeCode: 'MESA', reason: 'Apareció' }, ANA);
    expect([found.state, found.endorsement?.to]).toEqual(['endorsed', LAWYER.name]);
  });

  it('is no way out of a debt: what is owed is not destroyed', async () => {
    const { original } = await kept();
    const act = destroyOriginal(deps, { ...request(original.labelCode, 1), actId: 'acta-1' }, COORDINATOR);
    await expect(act).rejects.toMatchObject({ code: 'note-not-paid' });
    await unmoved(original);
  });
});

describe('a place', () => {
  it('is renamed as it moves and closed once it is empty', async () => {
    const { placeCode } = await custody.place('B9-Z');
    const note = await custody.openNote(fresh());
    const original = await custody.receive(note.contractNumber, placeCode);
    const named = await renamePlace(
      deps,
      { placeCode, vault: 'Bóveda 2', shelf: 'Z', box: null, idempotencyKey: randomUUID(), ifMatch: 'v1' },
      ANA,
    );
    expect(named.vault).toBe('Bóveda 2');
    const close = () => closePlace(deps, { placeCode, idempotencyKey: randomUUID(), ifMatch: 'v2' }, ANA);
    await expect(close()).rejects.toMatchObject({ code: 'place-not-empty' });
    await storeOriginal(deps, { ...request(original.labelCode, 1), placeCode: 'MESA' }, ANA);
    expect((await close()).state).toBe('closed');
    const into = storeOriginal(deps, { ...request(original.labelCode, 2), placeCode }, ANA);
    await expect(into).rejects.toMatchObject({ code: 'place-closed' });
    await expect(custody.place('B9-Z')).rejects.toMatchObject({ code: 'already-exists' });
  });
});
