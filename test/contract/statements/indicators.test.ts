import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followMail } from '../../../functions/statements/delivery/follow-mail.ts';
import { proposeAnswer, studyDispute } from '../../../functions/statements/disputes/answer-dispute.ts';
import { moveDispute } from '../../../functions/statements/disputes/move-dispute.ts';
import { type CountDaysDeps, countDays } from '../../../functions/statements/indicators/count-days.ts';
import { indicatorsAnswer } from '../../../functions/statements/indicators/indicator-routes.ts';
import { indicatorUseCases } from '../../../functions/statements/indicators/indicator-use-cases.ts';
import { createIndicatorsStore } from '../../../functions/statements/indicators/indicators-store.ts';
import type { StatementDay } from '../../../functions/statements/indicators/statement-day.ts';
import { sendLink } from '../../../functions/statements/staff/send-link.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { createDayEntries } from '../../../shared/ledger/day-entries.ts';
import { mailFateSchema } from '../../../shared/mail/feedback.ts';
import type { DemoFile } from '../../demonstration/lending/portfolio.ts';
import { idOf, payment, posting, testClock, testLedger } from '../../support/ledger.ts';
import { type StatementsWorld, statementsWorld } from './statements-world.ts';

let world: StatementsWorld;
let deps: CountDaysDeps;
let scans = 0;
beforeAll(async () => {
  world = await statementsWorld();
  const { documents, tables } = world.dynamo;
  const indicators = createIndicatorsStore(documents, { system: tables.SYSTEM_TABLE, links: tables.LINKS_TABLE });
  deps = {
    clock: world.disputeDeps.clock,
    disputes: world.disputeDeps.disputes,
    indicators: {
      ...indicators,
      linkItems: () => {
        scans += 1;
        return indicators.linkItems();
      },
    },
    dayEntries: createDayEntries(documents, tables.ENTRIES_TABLE),
  };
}, 60_000);
afterAll(() => world.stop());

const fileAt = (index: number): DemoFile => world.portfolio[index]!;
const as = (role: Role): Caller => ({ subject: `${role}-1`, roles: [role], offices: 'all', correlationId: 'p' });
const read = async (from?: string, to?: string) => {
  const query = { from: from && calendarDate(from), to: to && calendarDate(to) };
  const asked = { query: query as never, params: undefined, body: undefined };
  const input = { ...asked, idempotencyKey: undefined, ifMatch: undefined };
  const { body } = await indicatorUseCases.readStatementIndicators(deps, input, as('director'));
  return indicatorsAnswer.parse(body);
};
const told = async (eventType: string, bounceType?: string) => {
  const mail = { tags: { mail: [world.mails.at(-1)!.tryId] } };
  const detail = { eventType, mail, ...(bounceType && { bounce: { bounceType } }) };
  await followMail(world.followDeps, mailFateSchema.parse({ id: randomUUID(), source: 'aws.ses', detail }));
};
const give = (path: string, dato: string) => world.page('POST', path, { form: { dato } });

describe('the indicators of the statement', () => {
  it('say that there is no base where nothing was counted, and name the days', async () => {
    const answer = await read('2026-11-17', '2026-11-18');
    expect(answer).toMatchObject({
      ...{ asked: 0, views: 0, notCounted: ['2026-11-17', '2026-11-18'], medianMinutesToReveal: null },
      ...{ resolved: { count: 0, of: 0, share: 'sin base' }, founded: { share: 'sin base' } },
      ...{ paidAfterReveal: { payments: 0, amount: '0.00' } },
    });
    expect(new Set(answer.disputesByConcept.map(({ share }) => share))).toEqual(new Set(['sin base']));
    await expect(read('2026-11-18', '2026-11-17')).rejects.toMatchObject({ code: 'period-not-valid' });
    await expect(read('2025-01-01', '2026-11-17')).rejects.toMatchObject({ code: 'period-not-valid' });
  });

  it('count each thing on its day from what people and the mail did, once, and a morning that was missed', async () => {
    const [reader, returned, other] = [fileAt(0), fileAt(2), fileAt(3)];
    const path = await world.linkOf(reader);
    await told('Delivery');
    await world.page('POST', '/solicitar', { form: { numero: 'CE-2020-999999', dato: reader.borrower.curp } });
    expect(await world.deliver()).toEqual(['no-file']);
    world.pass(30);
    await world.page('GET', path);
    await give(path, '   ');
    await give(path, 'ZZZZ');
    const end = reader.notes[0]!.item.contractNumber.slice(-4);
    const cookie = await world.enter(path, end);
    await world.enter(path, end);
    for (const page of ['/estado', '/estado', '/estado/1']) await world.page('GET', page, { cookies: [cookie] });
    await world.linkOf(returned);
    await told('Bounce', 'Permanent');

    // Sent by the desk and opened, by a scanner perhaps: nobody asked for it in public, and nobody got in.
    const desk = { fileId: other.file.fileId, signatory: 'borrower', idempotencyKey: randomUUID() };
    await sendLink(world.linkDeps, desk, as('attention-desk'));
    expect(await world.deliver()).toEqual(['sent']);
    await world.page('GET', world.mails.at(-1)!.path!);

    const facts = { concepto: 'interest', pagare: '1', hechos: 'El interés de marzo no es el de mi contrato.' };
    const { headers } = await world.page('POST', '/estado/aclaraciones', { form: facts, cookies: [cookie] });
    await world.deliver();
    const of = { disputeId: headers.location!.split('/').at(-1)! };
    const asked = () => ({ ...of, idempotencyKey: randomUUID() });
    await studyDispute(world.disputeDeps, { ...asked(), movements: [] }, as('recovery-technician'));
    const outcome = { finding: 'unfounded' as const, answer: 'Es el de su contrato.', corrections: [] };
    await proposeAnswer(world.disputeDeps, { ...asked(), outcome }, as('recovery-technician'));
    await moveDispute(world.disputeDeps, 'approve', { ...asked(), reason: null }, as('portfolio-coordinator'));

    const { documents, tables } = world.dynamo;
    const ledger = testLedger(documents, tables, testClock('2026-11-23'));
    const pay = (name: string, on: string, amount: number, whose = reader) =>
      ledger.postToNote({
        ...posting(whose.notes[0]!.item.noteId, payment(name, on, amount)),
        fileId: whose.file.fileId,
      });
    await pay('before', '2026-11-19', 10_000);
    await pay('on-the-day', '2026-11-20', 20_000);
    await pay('two-days-after', '2026-11-22', 30_000);
    await pay('of-another', '2026-11-22', 40_000, other);
    await pay('bounced', '2026-11-22', 50_000);

    // Nothing of today, and a day that is over only once.
    expect(await countDays(deps)).toEqual(Array.from({ length: 6 }, (_, day) => `2026-11-${14 + day}`));
    world.comes('2026-11-23');
    expect(await countDays(deps)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
    expect([scans, await countDays(deps), scans]).toEqual([2, [], 2]);
    const first = await read('2026-11-20', '2026-11-22');
    expect(first).toMatchObject({
      notCounted: [],
      asked: 3,
      resolved: { count: 2, of: 3, share: '66.7 %' },
      delivered: { count: 2, of: 3, share: '66.7 %' },
      revealed: { count: 1, of: 2, share: '50.0 %' },
      wrong: { count: 1, of: 3, share: '33.3 %' },
      medianMinutesToReveal: 30,
      views: 2,
      inTerm: { count: 1, of: 1, share: '100.0 %' },
      founded: { count: 0, of: 1, share: '0.0 %' },
      paidAfterReveal: { payments: 0, amount: '0.00', reading: expect.stringContaining('asociación, no un efecto') },
    });
    expect(first.disputesByConcept.filter(({ count }) => count > 0)).toMatchObject([
      { concept: 'interest', conceptName: 'No estoy de acuerdo con los intereses', count: 1, of: 2, share: '50.0 %' },
    ]);
    const bounced = first.bouncesByOffice.filter(({ count }) => count > 0);
    expect(bounced).toMatchObject([{ office: returned.file.office, count: 1 }]);
    expect(first.bouncesByOffice.reduce((sum, office) => sum + office.of, 0)).toBe(3);

    world.comes('2026-11-24');
    expect(await countDays(deps)).toEqual(['2026-11-23']);
    expect((await read('2026-11-20', '2026-11-23')).paidAfterReveal).toMatchObject({ payments: 3, amount: '1000.00' });
    // Taken back on another day, with the value date of the payment.
    const { noteId } = reader.notes[0]!.item;
    const { event: _none, noteId: _note, ...base } = posting(noteId, payment('taken-back', '2026-11-22', 1));
    const reversal = { ...base, fileId: reader.file.fileId, noteIds: [noteId], eventId: idOf('bounced') };
    await testLedger(documents, tables, testClock('2026-11-24')).reverse(reversal);
    world.comes('2026-11-25');
    await countDays(deps);
    expect((await read()).paidAfterReveal).toMatchObject({ payments: 2, amount: '500.00' });
  }, 60_000);

  it('count an answer that came behind its term as answered, not as in term', async () => {
    const counted: StatementDay[] = [];
    const { indicators, disputes } = deps;
    await countDays({
      ...deps,
      indicators: { ...indicators, days: async () => [], put: async (day) => void counted.push(day) },
      disputes: {
        async *all(state) {
          for await (const dispute of disputes.all(state)) yield { ...dispute, answerBy: calendarDate('2026-11-19') };
        },
      },
    });
    expect(counted.filter(({ answered }) => answered > 0)).toMatchObject([
      { date: '2026-11-20', answered: 1, inTerm: 0 },
    ]);
  });

  it('lose a count of a datum rather than keep its owner out', async () => {
    const file = fileAt(4);
    const path = await world.linkOf(file);
    const { given } = world.pageDeps;
    Object.assign(world.pageDeps, { given: { count: () => Promise.reject(new Error('away')) } });
    expect((await give(path, 'ZZZZ')).status).toBe(422);
    expect((await give(path, file.borrower.curp)).status).toBe(303);
    Object.assign(world.pageDeps, { given });
  });
});
