import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgreementRecord } from '../../../functions/agreements/agreements/agreement.ts';
import { createAgreementStore } from '../../../functions/agreements/agreements/agreement-store.ts';
import { cancelAgreement, signAgreement } from '../../../functions/agreements/agreements/move-agreement.ts';
import { type ProposeDeps, proposeAgreement } from '../../../functions/agreements/agreements/propose-agreement.ts';
import { createCampaignStore } from '../../../functions/agreements/campaigns/campaign-store.ts';
import {
  listNotReminded,
  type NotReminded,
  type NotRemindedDeps,
} from '../../../functions/agreements/reminders/list-not-reminded.ts';
import { type RemindDeps, remindOfPayments } from '../../../functions/agreements/reminders/remind-of-payments.ts';
import { notRemindedAnswer } from '../../../functions/agreements/reminders/reminder-routes.ts';
import { createReminderStore } from '../../../functions/agreements/reminders/reminder-store.ts';
import { reminderUseCases } from '../../../functions/agreements/reminders/reminder-use-cases.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { agreementsOfFile } from '../../../shared/ledger/read-agreements.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createAddressHolds } from '../../../shared/links/address-change.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { createMailStore } from '../../../shared/mail/mail-store.ts';
import { MAIL_LEASE_MS, mailStep } from '../../../shared/mail/mail-try.ts';
import { MailRefused } from '../../../shared/mail/mailer.ts';
import { createSuppressions } from '../../../shared/mail/suppression.ts';
import { createLog } from '../../../shared/observability/log.ts';
import type { WholeFile } from '../../../shared/register/register-port.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { opening, payment, posting, testAgreements, testClock, testLedger } from '../../support/ledger.ts';

/** The agreements of these tests: 5,451.64 on 2 March, 1 April and 4 May (1 May is a holiday), 5,451.66 on 1 June. */
const [FIRST, SECOND, THIRD] = ['2026-03-02', '2026-04-01', '2026-05-04'].map(calendarDate) as [never, never, never];
const AMOUNT = 545_164;

const clock = testClock('2026-02-02');
const who = (role: Role) => ({ subject: role, roles: [role], offices: 'all', correlationId: 'prueba' }) as const;
let dynamo: TestDynamo;
let deps: RemindDeps & NotRemindedDeps;
let signing: ProposeDeps & { ledger: ReturnType<typeof testLedger> & ReturnType<typeof testAgreements> };
/** Files of this test; of those of the tests before nobody is reminded. */
let files: Map<string, WholeFile>;
let mails: { to: readonly string[]; tryId: string; raw: string }[];
let logged: string[];

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  const records = createAgreementStore(documents, tables.SYSTEM_TABLE);
  const calendar = bankHolidayCalendar();
  signing = {
    records,
    campaigns: createCampaignStore(documents, tables.SYSTEM_TABLE),
    ledger: { ...testLedger(documents, tables, clock), ...testAgreements(documents, tables, clock) },
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    register: { wholeFile: async () => undefined },
    calendar: async () => calendar,
    clock,
  };
  deps = {
    clock,
    agreements: {
      async *all(state) {
        for await (const record of records.all(state)) if (files.has(record.fileId)) yield record;
      },
    },
    reminders: createReminderStore(documents, tables.SYSTEM_TABLE),
    agreementsOfFile: (...asked) => agreementsOfFile(documents, { heads: tables.HEADS_TABLE }, ...asked),
    register: { wholeFile: async (fileId) => files.get(fileId) },
    holds: createAddressHolds(documents, tables.LINKS_TABLE),
    calendar: async () => calendar,
    mails: createMailStore(documents, tables.SYSTEM_TABLE),
    suppressions: createSuppressions(documents, tables.SYSTEM_TABLE),
    mailer: {
      send: async (raw, to, tryId) => {
        mails.push({ to, tryId, raw: Buffer.from(raw).toString() });
        return { messageId: `ses-${mails.length}`, refused: 0 };
      },
    },
    metrics: { record: () => undefined },
    log: createLog({ functionName: 'prueba', now: () => new Date(), write: (line) => void logged.push(line) }),
    publicUrl: 'https://cartera.example',
    from: 'recuperacion@cartera.example',
    remainingMs: () => 600_000,
  };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  clock.set('2026-02-02');
  files = new Map();
  mails = [];
  logged = [];
});

/** An agreement signed on 2 February, of a borrower with that address. */
async function signed(email?: string): Promise<AgreementRecord> {
  const [fileId, noteId, other] = [randomUUID(), randomUUID(), randomUUID()];
  for (const one of [noteId, other])
    await signing.ledger.openNote(opening(one, { fileId, terms: DUE_IN_ONE, on: '2024-01-31' }));
  const person = { name: 'Ana Ruiz', curp: null, phones: [] };
  const about = { fileId, office: 'hermosillo' } as const;
  files.set(fileId, {
    ...{ ...about, borrowerId: randomUUID(), borrowerName: person.name, paymentReference: null },
    signatories: [
      { ...person, signatory: 'borrower', emails: email === undefined ? [] : [email] },
      { ...person, signatory: 'cosigner-1', emails: ['aval@correo.example'] },
    ],
    notes: [{ ...about, noteId, contractNumber: 'H-2024-04711', product: 'superior', paymentReference: 'R1' }],
  });
  const wishes = {
    ...{ fileId, share: { ...zeroByComponent(), defaultInterest: 500_000 }, earned: 'at-fulfilment' as const },
    ...{ whileLive: ['ordinaryInterest', 'defaultInterest'] as const, payments: 4, from: calendarDate('2026-03-01') },
    ...{ every: { unit: 'months', number: 1 } as const, reason: 'Lo pidió el acreditado', idempotencyKey: fileId },
  };
  const { agreementId } = await proposeAgreement(signing, wishes, who('portfolio-coordinator'));
  return signAgreement(signing, { agreementId, idempotencyKey: `sign-${fileId}` }, who('portfolio-coordinator'));
}
const newAddress = () => `${randomUUID()}@correo.example`;
const pay = ({ fileId, noteIds }: AgreementRecord, on: string, amount: number, noteId = noteIds[0] ?? '') =>
  signing.ledger.postToNote({ ...posting(noteId, payment(randomUUID(), on, amount)), fileId });
const remind = (on: string, changes: Partial<RemindDeps> = {}) => {
  clock.set(on);
  return remindOfPayments({ ...deps, ...changes });
};
const endOf = async ({ agreementId }: AgreementRecord, due = FIRST) =>
  (await deps.reminders.find({ agreementId, due }))?.end;
const killed = () => Promise.reject(new Error('killed'));
const refusing = (code: string, address?: string): RemindDeps['mailer'] => ({
  send: async (raw, to, tryId) => {
    if (address === undefined || to.includes(address)) throw new MailRefused(code, new Error(code));
    return deps.mailer.send(raw, to, tryId);
  },
});
const listed = async (status: NotReminded, asked: object = {}, offices: Caller['offices'] = 'all') => {
  const query = { status, limit: 100, ...asked };
  const { reminders } = await listNotReminded(deps, query, { ...who('collector'), offices });
  const ofThisTest = reminders.filter(({ fileId }) => files.has(fileId));
  return ofThisTest.map(({ agreementId, due, decidedOn }) => ({ agreementId, due, decidedOn }));
};
const NOTHING = { expected: 0, before: 0, ends: {}, open: 0 };

describe('a payment of an agreement', () => {
  it('is reminded of three business days before it falls due, not four, and not again on two', async () => {
    const address = newAddress();
    const record = await signed(address);
    // Monday 2 March: Friday, Thursday, Wednesday.
    expect(await remind('2026-02-24')).toEqual(NOTHING);
    expect(await remind('2026-02-25')).toEqual({ ...NOTHING, expected: 1, ends: { sent: 1 } });
    expect(await remind('2026-02-26')).toEqual({ ...NOTHING, expected: 1, before: 1 });
    expect(await remind(FIRST)).toEqual(NOTHING);
    expect(mails.map(({ to, tryId }) => [to, tryId])).toEqual([
      [[address], `agreement-reminder__${record.agreementId}-${FIRST}__0001`],
    ]);
    expect(logged.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ event: 'payments-reminded', date: '2026-02-25', expected: 1, sent: 1, open: 0 }),
    );
  });

  it('is reminded of before a weekend and a holiday, on a day on which the institute is open, and each payment once', async () => {
    const record = await signed(newAddress());
    await remind('2026-02-25');
    clock.set(FIRST);
    await pay(record, FIRST, AMOUNT);
    await remind('2026-03-27');
    expect(mails).toHaveLength(2);
    clock.set(SECOND);
    await pay(record, SECOND, AMOUNT);
    // Monday 4 May: Friday 1 is a holiday; Thursday 30, Wednesday 29, Tuesday 28 April.
    expect(await remind('2026-04-27')).toEqual(NOTHING);
    expect(await remind('2026-04-28')).toMatchObject({ ends: { sent: 1 } });
    expect(mails.map(({ tryId }) => tryId.slice(-16, -6))).toEqual([FIRST, SECOND, THIRD]);
  });

  it('whose morning was missed is reminded of on the next open day, and not on a closed one nor on its own', async () => {
    await signed(newAddress());
    for (const closed of ['2026-02-28', '2026-03-01', FIRST]) expect(await remind(closed)).toEqual(NOTHING);
    expect(await remind('2026-02-27')).toMatchObject({ expected: 1, ends: { sent: 1 } });
  });

  it('is not reminded of to whoever signed on its morning or later', async () => {
    clock.set('2026-02-25');
    await signed(newAddress());
    expect(await remind('2026-02-25')).toEqual(NOTHING);
    expect(await remind('2026-02-26')).toEqual(NOTHING);
    expect(mails).toEqual([]);
  });

  it('says the day and the folio in Spanish, under a neutral subject, and neither an amount nor what opens the statement', async () => {
    const record = await signed(newAddress());
    await remind('2026-02-25');
    const raw = mails[0]?.raw ?? '';
    const { subject, text = '', html } = await PostalMime.parse(raw);
    expect(subject).toBe('Un recordatorio del Instituto de Becas y Crédito Educativo');
    expect(text.split('\n')[0]).toBe('Le escribimos para recordarle una fecha que acordó con el Instituto.');
    const folio = `CV260202-${record.agreementId.slice(0, 8).toUpperCase()}`;
    expect(text).toContain(`Un pago de su convenio con folio ${folio} vence el lunes 2 de marzo de 2026.`);
    expect(text).toContain('https://cartera.example/solicitar');
    expect(text).toContain('No pague a gestores');
    expect(text).toContain('Hermosillo, Ciudad Obregón y Nogales');
    for (const body of [text, String(html)]) expect(body).not.toMatch(/\$|5,451|545|4711|Ana|Ruiz|adeudo|deuda/);
  });
});

describe('nobody is reminded of', () => {
  it('what was paid before, in parts or early; what lacks a centavo is', async () => {
    const [whole, early, short] = [await signed(newAddress()), await signed(newAddress()), await signed(newAddress())];
    clock.set('2026-02-25');
    await pay(whole, '2026-02-03', AMOUNT - 1);
    await pay(whole, '2026-02-24', 1);
    await pay(early, '2026-02-20', 2 * AMOUNT);
    await pay(short, '2026-02-20', AMOUNT - 1);
    expect(await remind('2026-02-25')).toEqual({ ...NOTHING, expected: 3, ends: { covered: 2, sent: 1 } });
    expect(await endOf(short)).toBe('sent');
    await pay(short, '2026-02-25', 1);
    expect(await remind('2026-03-27')).toEqual({ ...NOTHING, expected: 3, ends: { covered: 1, sent: 2 } });
    expect([await endOf(early, SECOND), await endOf(whole, SECOND)]).toEqual(['covered', 'sent']);
    expect(mails).toHaveLength(3);
  });

  it('an agreement that was broken, kept or cancelled, before its record says so', async () => {
    const [broken, kept, cancelled] = [
      await signed(newAddress()),
      await signed(newAddress()),
      await signed(newAddress()),
    ];
    await cancelAgreement(
      signing,
      { agreementId: cancelled.agreementId, idempotencyKey: randomUUID(), reason: 'Por la prueba' },
      who('director'),
    );
    clock.set('2026-02-25');
    for (const noteId of kept.noteIds) await pay(kept, '2026-02-25', 1_090_329, noteId);
    expect(await remind('2026-02-25')).toEqual({ ...NOTHING, expected: 2, ends: { ended: 1, sent: 1 } });
    // Nothing came in by 2 March and its five days of grace.
    expect(await remind('2026-03-27')).toEqual({ ...NOTHING, expected: 2, ends: { ended: 2 } });
    expect([await endOf(broken), await endOf(broken, SECOND), await endOf(kept)]).toEqual(['sent', 'ended', 'ended']);
    for (const { agreementId } of [broken, kept]) expect((await signing.records.find(agreementId))?.state).toBe('live');
    expect(mails).toHaveLength(1);
  });

  it('without an address, at one from which mail came back or that is new: counted by reason and not tried again', async () => {
    const [back, fresh] = [newAddress(), newAddress()];
    const [none, suppressed, held, gone] = [
      await signed(),
      await signed(back),
      await signed(fresh),
      await signed(newAddress()),
    ];
    await createSuppressions(dynamo.documents, dynamo.tables.SYSTEM_TABLE).add(back, 'bounce', new Date(), 'e1');
    await createAddressHolds(dynamo.documents, dynamo.tables.LINKS_TABLE).hold(
      held.fileId,
      'borrower',
      new Date('2027-01-01T00:00:00Z'),
    );
    const register: RemindDeps['register'] = {
      wholeFile: async (fileId) => (fileId === gone.fileId ? undefined : files.get(fileId)),
    };
    const reasons = { 'no-address': 1, suppressed: 1, 'new-address': 1, 'no-file': 1 };
    expect(await remind('2026-02-25', { register })).toEqual({ ...NOTHING, expected: 4, ends: reasons });
    const corrected = files.get(none.fileId)!.signatories.map((one) => ({ ...one, emails: [newAddress()] }));
    files.set(none.fileId, { ...files.get(none.fileId)!, signatories: corrected });
    expect(await remind('2026-02-26')).toEqual({ ...NOTHING, expected: 4, before: 4 });
    expect(await endOf(suppressed)).toBe('suppressed');
    expect(mails).toEqual([]);
  });
});

describe('who was not reminded', () => {
  it('is listed by reason and by the day that decided it, to those who see the office, without an address', async () => {
    const [none, back, sent] = [await signed(), await signed(newAddress()), await signed(newAddress())];
    const address = files.get(back.fileId)!.signatories[0]!.emails[0]!;
    await createSuppressions(dynamo.documents, dynamo.tables.SYSTEM_TABLE).add(address, 'bounce', new Date(), 'e1');
    await remind('2026-02-25');
    clock.set(FIRST);
    await pay(none, FIRST, AMOUNT);
    await remind('2026-03-27');
    const of = ({ agreementId }: AgreementRecord, due: string, decidedOn: string) => ({ agreementId, due, decidedOn });
    expect(await listed('no-address')).toEqual([of(none, FIRST, '2026-02-25'), of(none, SECOND, '2026-03-27')]);
    expect(await listed('no-address', { from: '2026-02-26' })).toEqual([of(none, SECOND, '2026-03-27')]);
    expect(await listed('no-address', { from: '2026-02-25', to: '2026-02-25' })).toEqual([
      of(none, FIRST, '2026-02-25'),
    ]);
    expect(await listed('no-address', { from: '2026-03-01', to: '2026-02-01' })).toEqual([]);
    for (const offices of [['nogales', 'obregon'], []] as const)
      expect(await listed('no-address', {}, offices)).toEqual([]);
    expect(await listed('no-address', {}, ['nogales', 'hermosillo'])).toHaveLength(2);
    expect(await listed('suppressed')).toEqual([of(back, FIRST, '2026-02-25')]);
    for (const status of ['refused', 'uncertain', 'new-address', 'no-file', 'returned'] as const)
      expect(await listed(status), status).toEqual([]);
    const { body } = await reminderUseCases.listNotReminded(
      deps,
      {
        query: { status: 'suppressed', limit: 100 },
        ...{ params: undefined, body: undefined, idempotencyKey: undefined, ifMatch: undefined },
      },
      who('collector'),
    );
    const answer = body?.items.filter(({ agreementId }) => agreementId === back.agreementId);
    expect(answer?.map((one) => notRemindedAnswer.parse(one))).toEqual([
      {
        ...{ agreementId: back.agreementId, fileId: back.fileId, office: 'hermosillo', due: FIRST },
        ...{ status: 'suppressed', statusName: 'correo que ya devolvió mensajes', decidedOn: '2026-02-25' },
      },
    ]);
    expect(await endOf(sent)).toBe('sent');
  });

  it('is also of whom the mail came back', async () => {
    const [back, fine] = [await signed(newAddress()), await signed(newAddress())];
    await remind('2026-02-25');
    const [tried] = await deps.mails.tries({ topic: 'agreement-reminder', subject: `${back.agreementId}-${FIRST}` });
    const next = mailStep(tried!, 'bounce', { now: new Date(), key: 'e-1' });
    expect(await deps.mails.write(next!)).toBe(true);
    expect(await listed('returned')).toEqual([{ agreementId: back.agreementId, due: FIRST, decidedOn: '2026-02-25' }]);
    expect(await listed('returned', {}, ['nogales'])).toEqual([]);
    expect([await endOf(back), await endOf(fine)]).toEqual(['sent', 'sent']);
  });
});

describe('the same morning', () => {
  it('run twice, and by two at once, mails nobody twice', async () => {
    for (let people = 0; people < 4; people += 1) await signed(newAddress());
    const passes = await Promise.all([remind('2026-02-25'), remind('2026-02-25')]);
    const last = await remind('2026-02-25');
    for (const { expected, before, ends, open } of [...passes, last])
      expect(before + open + (ends.sent ?? 0)).toBe(expected);
    expect(last).toEqual({ ...NOTHING, expected: 4, before: 4 });
    expect(new Set(mails.map(({ to }) => to[0])).size).toBe(4);
    expect(mails).toHaveLength(4);
  });

  it('goes on where a pass was killed, between a mail and its note too, also when its payment came in meanwhile', async () => {
    const records = [await signed(newAddress()), await signed(newAddress()), await signed(newAddress())];
    let kept = 0;
    const reminders: RemindDeps['reminders'] = {
      ...deps.reminders,
      keep: (reminder) => {
        kept += 1;
        return kept === 1 ? deps.reminders.keep(reminder) : killed();
      },
    };
    let looks = 0;
    const remainingMs = () => {
      looks += 1;
      return looks <= 2 ? 600_000 : 0;
    };
    await expect(remind('2026-02-25', { reminders, remainingMs })).rejects.toThrow('1 reminders failed');
    expect(mails).toHaveLength(2);
    const second = records.find(({ agreementId }) => mails[1]?.tryId.includes(agreementId));
    expect(await endOf(second!)).toBeUndefined();
    await pay(second!, '2026-02-25', AMOUNT);
    expect(await remind('2026-02-25')).toEqual({ ...NOTHING, expected: 3, before: 1, ends: { sent: 2 } });
    expect(await endOf(second!)).toBe('sent');
    expect(mails).toHaveLength(3);
  });

  it('leaves a mail of which nobody knows whether it left as uncertain, once its sender is surely dead', async () => {
    const record = await signed(newAddress());
    const dying: RemindDeps['mails'] = {
      ...deps.mails,
      write: (mail) => (mail.state === 'sent' ? killed() : deps.mails.write(mail)),
    };
    await expect(remind('2026-02-25', { mails: dying })).rejects.toThrow('1 reminders failed');
    expect(await remind('2026-02-25')).toEqual({ ...NOTHING, expected: 1, open: 1 });
    const later = { today: () => clock.today(), now: () => new Date(clock.now().getTime() + MAIL_LEASE_MS + 60_000) };
    expect(await remind('2026-02-25', { clock: later })).toEqual({ ...NOTHING, expected: 1, ends: { uncertain: 1 } });
    expect([mails.length, await endOf(record)]).toEqual([1, 'uncertain']);
  });

  it('without time left sends nothing and says what is open', async () => {
    await signed(newAddress());
    expect(await remind('2026-02-25', { remainingMs: () => 60_000 })).toEqual({ ...NOTHING, expected: 1, open: 1 });
    expect(mails).toEqual([]);
  });
});

describe('a mail that SES refuses', () => {
  it('for its address is tried three times, is over, and stops nobody else’s', async () => {
    const bad = newAddress();
    const [refused, other] = [await signed(bad), await signed(newAddress())];
    const mailer = refusing('MessageRejected', bad);
    expect(await remind('2026-02-25', { mailer })).toEqual({ ...NOTHING, expected: 2, ends: { refused: 1, sent: 1 } });
    expect([await endOf(refused), await endOf(other)]).toEqual(['refused', 'sent']);
    const subject = `${refused.agreementId}-${FIRST}`;
    expect(await deps.mails.tries({ topic: 'agreement-reminder', subject })).toHaveLength(3);
    expect(await remind('2026-02-25')).toEqual({ ...NOTHING, expected: 2, before: 2 });
  });

  it('as it refuses everybody’s ends the pass with an error and is sent by the next one', async () => {
    for (let people = 0; people < 3; people += 1) await signed(newAddress());
    let tries = 0;
    const paused: RemindDeps['mailer'] = {
      send: async (...mail) => {
        tries += 1;
        return refusing('AccountSendingPausedException').send(...mail);
      },
    };
    await expect(remind('2026-02-25', { mailer: paused })).rejects.toThrow('1 reminders failed');
    expect(tries).toBe(1);
    expect(await remind('2026-02-25')).toEqual({ ...NOTHING, expected: 3, ends: { sent: 3 } });
    expect(logged.join()).not.toContain('correo.example');
  });

  it('nor one file that cannot be read keeps the others from theirs', async () => {
    const [bad] = [await signed(newAddress()), await signed(newAddress())];
    const register: RemindDeps['register'] = {
      wholeFile: async (fileId) => (fileId === bad?.fileId ? killed() : files.get(fileId)),
    };
    await expect(remind('2026-02-25', { register })).rejects.toThrow('1 reminders failed');
    expect(mails).toHaveLength(1);
    expect(await remind('2026-02-25')).toEqual({ ...NOTHING, expected: 2, before: 1, ends: { sent: 1 } });
  });
});
