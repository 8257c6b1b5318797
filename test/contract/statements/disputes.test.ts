import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { proposeAnswer, studyDispute } from '../../../functions/statements/disputes/answer-dispute.ts';
import { disputeFolio, dissentRequest } from '../../../functions/statements/disputes/asked-dispute.ts';
import type { Dispute } from '../../../functions/statements/disputes/dispute.ts';
import { moveDispute, type PlainStep, readDispute } from '../../../functions/statements/disputes/move-dispute.ts';
import { receiveDissent } from '../../../functions/statements/disputes/receive-dissent.ts';
import { registerDispute } from '../../../functions/statements/disputes/register-dispute.ts';
import { followDispute, tellDispute } from '../../../functions/statements/disputes/tell-dispute.ts';
import { tickDisputes } from '../../../functions/statements/disputes/tick-disputes.ts';
import { sendLink } from '../../../functions/statements/staff/send-link.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { cosignerKey, noteKey } from '../../../shared/register/register-keys.ts';
import type { DemoFile } from '../../demonstration/lending/portfolio.ts';
import { payment, posting, testClock, testLedger } from '../../support/ledger.ts';
import { emailOf, type StatementsWorld, statementsWorld, TODAY } from './statements-world.ts';

let world: StatementsWorld;
beforeAll(async () => {
  world = await statementsWorld();
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => {
  world.pass(25 * 60);
  world.comes(TODAY);
});

const as = (role: Role, subject = `${role}-1`, offices: Caller['offices'] = 'all'): Caller => ({
  ...{ subject, roles: [role], offices, correlationId: 'p' },
});
const handler = as('recovery-technician');
const approver = as('portfolio-coordinator');
const fileAt = (index: number): DemoFile => world.portfolio[index]!;
const endOf = (file: DemoFile): string => file.notes[0]!.item.contractNumber.slice(-4);
const enter = async (file: DemoFile) => world.enter(await world.linkOf(file), endOf(file));
const FACTS = 'Pagué $350.00 el 3 de noviembre en el banco y no aparece.';
const present = (cookie: string, form: Record<string, string> = {}) =>
  world.page('POST', '/estado/aclaraciones', {
    form: { concepto: 'payment-missing', pagare: '1', hechos: FACTS, ...form },
    cookies: [cookie],
  });
const look = async (cookie: string, path: string) => (await world.page('GET', path, { cookies: [cookie] })).body;
/** Presented by a person through the link, kept and acknowledged by mail. */
async function presented(file: DemoFile, form: Record<string, string> = {}) {
  const cookie = await enter(file);
  const { status, headers } = await present(cookie, form);
  const path = headers.location ?? '';
  if (status !== 303) throw new Error(`not presented: ${status}`);
  await world.deliver();
  return { cookie, path, disputeId: path.split('/').at(-1) ?? '' };
}
const move = (
  disputeId: string,
  step: PlainStep,
  who = handler,
  { reason = 'Así consta', key = randomUUID() }: { reason?: string | null; key?: string } = {},
) => moveDispute(world.disputeDeps, step, { disputeId, reason, idempotencyKey: key }, who);
const study = (disputeId: string, movements: string[] = [], who = handler) =>
  studyDispute(world.disputeDeps, { disputeId, movements, idempotencyKey: randomUUID() }, who);
const propose = (disputeId: string, outcome: Partial<NonNullable<Dispute['outcome']>> = {}, who = handler) =>
  proposeAnswer(
    world.disputeDeps,
    {
      ...{ disputeId, idempotencyKey: randomUUID() },
      outcome: {
        finding: 'unfounded',
        answer: 'El pago se aplicó a otro de sus contratos.',
        corrections: [],
        ...outcome,
      },
    },
    who,
  );
const stateOf = async (disputeId: string) => (await world.disputeDeps.disputes.find(disputeId))?.state;
const tick = () => tickDisputes({ ...world.disputeDeps, metrics: { record: () => undefined } });
const heldOf = async (file: DemoFile) =>
  (await world.pageDeps.disputes.ofFile(file.file.fileId)).filter(({ isHeld }) => isHeld);

describe('a dispute presented through a link', () => {
  it('gets a folio on the screen and by mail, a term of ten business days over a holiday, and holds its concept', async () => {
    // 16 November 2026 is a bank holiday; ten business days after the 10th end on the 25th.
    world.comes('2026-11-10');
    const file = fileAt(0);
    const cookie = await enter(file);
    const { status, headers } = await present(cookie);
    expect(status).toBe(303);
    const path = headers.location!;
    const folio = disputeFolio(path.split('/').at(-1)!);
    expect(await look(cookie, path)).toContain(folio);
    const before = world.mails.length;
    expect(await world.deliver()).toEqual(['kept', 'sent']);
    const [mail] = world.mails.slice(before);
    expect(mail!.to).toEqual([emailOf(file)]);
    expect(mail!.text).toContain(folio);
    expect(mail!.text).toContain('25 de noviembre de 2026');
    for (const secret of [file.notes[0]!.item.contractNumber, '350', 'pago', file.file.fileId])
      expect(mail!.text.toLowerCase()).not.toContain(secret.toLowerCase());
    const page = await look(cookie, path);
    for (const told of [folio, 'Pagué y mi pago no aparece', 'acusada', '25 de noviembre de 2026', FACTS])
      expect(page).toContain(told);
    expect(await look(cookie, '/estado/aclaraciones')).toContain(folio);
    expect(await heldOf(file)).toMatchObject([
      { concept: 'payment-missing', noteId: expect.any(String), state: 'acknowledged', signatory: 'borrower' },
    ]);
  });

  it('said again is the same, however it is spaced or written; something else is another, up to five in a day', async () => {
    const file = fileAt(2);
    const { cookie, path } = await presented(file);
    expect(
      (await present(cookie, { hechos: `  ${FACTS.toUpperCase().replaceAll(' ', '\n ')} ` })).headers.location,
    ).toBe(path);
    expect(world.asked).toHaveLength(0);
    const others = [];
    for (let time = 0; time < 4; time += 1)
      others.push((await present(cookie, { hechos: `${FACTS} Número ${time}.` })).headers.location);
    expect(new Set([path, ...others]).size).toBe(5);
    const sixth = await present(cookie, { hechos: `${FACTS} Otra más.` });
    expect(sixth.status).toBe(429);
    await world.deliver();
    expect(await world.pageDeps.disputes.ofFile(file.file.fileId)).toHaveLength(5);
  });

  it('tells every fault at once, with what was typed and nothing of it run, and writes nothing', async () => {
    const file = fileAt(3);
    const cookie = await enter(file);
    const before = world.asked.length;
    const wrong = await present(cookie, { concepto: 'todo', pagare: '99', hechos: '<b>no</b>' });
    expect(wrong.status).toBe(422);
    for (const told of [
      'Elija qué no está bien.',
      'Elija uno de sus contratos.',
      'Cuente qué pasó',
      '&lt;b&gt;no&lt;/b&gt;',
    ])
      expect(wrong.body).toContain(told);
    expect((await present(cookie, { hechos: 'a'.repeat(1_001) })).status).toBe(422);
    expect((await present(cookie, { hechos: 'ñ'.repeat(1_000) })).status).toBe(303);
    expect((await present(cookie, { hechos: 'a'.repeat(13_000) })).status).toBe(413);
    expect(world.asked.length).toBe(before + 1);
    world.asked.length = 0;
    const nobody = await world.page('POST', '/estado/aclaraciones', { form: { concepto: 'interest', hechos: FACTS } });
    expect(nobody.status).toBe(403);
  });

  it('is shown to its own person alone: not to another file, nor to an aval, nor once its note left the scope', async () => {
    const file = world.portfolio.find(
      ({ notes, cosigners }, index) => notes.length > 1 && cosigners.length > 0 && index > 3,
    )!;
    const { path, disputeId } = await presented(file);
    const stranger = await enter(fileAt(0));
    expect((await world.page('GET', path, { cookies: [stranger] })).status).toBe(404);
    const sent = { fileId: file.file.fileId, signatory: 'cosigner-1', noteIds: [file.notes[0]!.item.noteId] };
    await sendLink(world.linkDeps, { ...sent, idempotencyKey: randomUUID() }, as('attention-desk'));
    await world.deliver();
    const aval = await world.enter(world.mails.at(-1)!.path!, file.notes[0]!.item.contractNumber);
    expect((await world.page('GET', path, { cookies: [aval] })).status).toBe(404);
    expect(await look(aval, '/estado/aclaraciones')).not.toContain(disputeFolio(disputeId));
    // The aval presents one of its own, and is taken off the file between two clicks.
    const own = await present(aval);
    await world.deliver();
    expect((await world.page('GET', own.headers.location!, { cookies: [aval] })).status).toBe(200);
    const TableName = world.dynamo.tables.REGISTER_TABLE;
    await world.dynamo.documents.send(new DeleteCommand({ TableName, Key: cosignerKey(file.file.fileId, 1) }));
    expect((await world.page('GET', own.headers.location!, { cookies: [aval] })).status).toBe(403);
  });

  it('about a note that was taken off the file leaves with it', async () => {
    const file = world.portfolio.find(({ notes }, index) => notes.length > 2 && index > 6)!;
    const { cookie, path } = await presented(file);
    const of = async () => (await world.page('GET', path, { cookies: [cookie] })).status;
    expect(await of()).toBe(200);
    const [told] = await world.pageDeps.disputes.ofFile(file.file.fileId);
    const TableName = world.dynamo.tables.REGISTER_TABLE;
    const Key = noteKey(file.file.fileId, told!.noteId!);
    const { Attributes: Item } = await world.dynamo.documents.send(
      new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }),
    );
    expect(await of()).toBe(404);
    await world.dynamo.documents.send(new PutCommand({ TableName, Item }));
  });

  it('delivered twice, or cut off between its keeping and its mail, is one dispute and one mail', async () => {
    const file = fileAt(5);
    const cookie = await enter(file);
    await present(cookie);
    const [job] = world.asked.splice(0);
    const { runDisputeJob } = await import('../../../functions/statements/disputes/run-dispute-job.ts');
    const deps = world.disputeJobDeps;
    const cut = { ...deps, requests: { ask: () => Promise.reject(new Error('killed')) } };
    await expect(runDisputeJob(cut, job!)).rejects.toThrow('killed');
    const before = world.mails.length;
    await Promise.all([runDisputeJob(deps, job!), runDisputeJob(deps, job!)]);
    await world.deliver();
    await world.deliver();
    expect(world.mails.length).toBe(before + 1);
    expect(await world.pageDeps.disputes.ofFile(file.file.fileId)).toHaveLength(1);
  });
});

describe('its answer', () => {
  it('is studied, extended once, proposed, approved by another, mailed, and closes when the mail arrived', async () => {
    const file = fileAt(6);
    const { cookie, path, disputeId } = await presented(file);
    await study(disputeId);
    const { answerBy, firstAnswerBy } = await move(disputeId, 'extend', handler, { reason: 'Falta el banco' });
    // Ten business days from the 20th of November, and ten more.
    expect([firstAnswerBy, answerBy]).toEqual(['2026-12-04', '2026-12-18']);
    await expect(move(disputeId, 'extend')).rejects.toMatchObject({ code: 'dispute-extended-before' });
    expect(await look(cookie, path)).toContain('18 de diciembre de 2026</strong> (era el 4 de diciembre de 2026');
    await propose(disputeId);
    expect(await look(cookie, path)).not.toContain('se aplicó a otro');
    const unapproved = await world.pageDeps.disputes.find(file.file.fileId, disputeId);
    expect([unapproved?.finding, unapproved?.answer]).toEqual([null, null]);
    await expect(move(disputeId, 'approve', { ...approver, subject: handler.subject })).rejects.toMatchObject({
      code: 'same-person',
    });
    await move(disputeId, 'approve', approver, { reason: null });
    expect(await world.deliver()).toEqual(['sent', 'sent']);
    expect(await stateOf(disputeId)).toBe('answered');
    expect(await heldOf(file)).toHaveLength(1);
    const mail = { topic: 'dispute-answer', subject: disputeId };
    await followDispute(world.disputeDeps, { eventId: 'ses-1', mail, fate: 'deliver' });
    await followDispute(world.disputeDeps, { eventId: 'ses-1', mail, fate: 'deliver' });
    expect(await stateOf(disputeId)).toBe('closed');
    expect(await heldOf(file)).toHaveLength(0);
    const page = await look(cookie, path);
    for (const told of ['no procede', 'El pago se aplicó a otro de sus contratos.', 'respondida'])
      expect(page).toContain(told);
    await move(disputeId, 'dissent', as('attention-desk'));
    expect(await look(cookie, path)).toContain('pasa a queja');
  });

  it('of two who extend it at once the term is extended once', async () => {
    const { disputeId } = await presented(fileAt(12), { hechos: `${FACTS} Y otra.` });
    await study(disputeId);
    const ends = await Promise.all(
      [move(disputeId, 'extend'), move(disputeId, 'extend')].map((one) => one.catch(({ code }) => code)),
    );
    expect(ends.filter((end) => end === 'dispute-extended-before')).toHaveLength(1);
    const { history } = (await world.disputeDeps.disputes.find(disputeId))!;
    expect(history.filter(({ step }) => step === 'extend')).toHaveLength(1);
  });

  it('goes to no new address while the old one may object', async () => {
    const { disputeId } = await presented(fileAt(12), { hechos: `${FACTS} Otra vez.` });
    const job = {
      task: 'tell-dispute',
      id: disputeId,
      name: 'extended-9',
      askedAt: '',
      input: { news: 'extended', version: '9' },
    };
    const holds = { heldUntil: async () => '2026-12-31T00:00:00.000Z' };
    const before = world.mails.length;
    expect(await tellDispute({ ...world.disputeJobDeps, holds }, job)).toBe('address-new');
    expect(world.mails.length).toBe(before);
  });

  it('that came back stays for somebody to hand over; a dissent after its term is refused', async () => {
    const { disputeId } = await presented(fileAt(7));
    await study(disputeId);
    await propose(disputeId);
    await move(disputeId, 'approve', approver);
    await world.deliver();
    const mail = { topic: 'dispute-answer', subject: disputeId };
    await followDispute(world.disputeDeps, { eventId: 'ses-2', mail, fate: 'bounce' });
    expect(await stateOf(disputeId)).toBe('answered');
    await move(disputeId, 'tell', as('attention-desk'), { reason: 'Se le entregó impresa, firmó de recibido' });
    expect(await stateOf(disputeId)).toBe('closed');
    world.comes('2026-12-06');
    await expect(move(disputeId, 'dissent')).rejects.toMatchObject({ code: 'dissent-too-late' });
    world.comes('2026-12-05');
    expect((await move(disputeId, 'dissent')).state).toBe('dissented');
  });

  it.each(['answered', 'closed'] as const)(
    'is disagreed with on the page itself, %s, once, with every fault told; then somebody else has it',
    async (state) => {
      const file = fileAt(state === 'answered' ? 9 : 10);
      const { cookie, path, disputeId } = await presented(file, { hechos: `${FACTS} Y la ficha lo dice.` });
      const say = (motivo: string, as = cookie) => world.page('POST', path, { form: { motivo }, cookies: [as] });
      const why = 'La ficha que subí es de ese contrato y no de otro.';
      // Nothing to disagree with yet.
      expect([(await say(why)).status, await stateOf(disputeId)]).toEqual([303, 'acknowledged']);
      expect(await look(cookie, path)).not.toContain('name="motivo"');
      await study(disputeId);
      await propose(disputeId);
      await move(disputeId, 'approve', approver);
      await world.deliver();
      if (state === 'closed') {
        const mail = { topic: 'dispute-answer', subject: disputeId };
        await followDispute(world.disputeDeps, { eventId: `ses-${state}`, mail, fate: 'deliver' });
      }
      expect(await look(cookie, path)).toContain(
        state === 'closed' ? 'nuestras oficinas hasta el 5 de diciembre de 2026.' : 'en nuestras oficinas. Su caso',
      );
      const refused = await say('no <b>');
      expect(refused.status).toBe(422);
      for (const told of ['Error: Aclaración', 'href="#motivo"', 'al menos 10 letras', 'no &lt;b&gt;</textarea>'])
        expect(refused.body).toContain(told);
      // Of somebody else's file it is not there.
      expect((await say(why, await enter(fileAt(11)))).status).toBe(404);
      await world.deliver();
      expect(await stateOf(disputeId)).toBe(state);
      expect([(await say(why)).status, (await say(why)).status]).toEqual([303, 303]);
      expect(await look(cookie, path)).toContain('Recibimos lo que nos dijo');
      await world.deliver();
      await world.deliver();
      const { history } = (await world.disputeDeps.disputes.find(disputeId))!;
      expect(history.filter(({ step }) => step === 'dissent')).toEqual([
        expect.objectContaining({ reason: why, on: TODAY, by: expect.stringMatching(/^link:/) }),
      ]);
      expect(await look(cookie, path)).toContain('pasa a queja y lo verá otra persona');
      expect(await look(cookie, path)).not.toContain('name="motivo"');
    },
  );

  it('is not disagreed with on the page after its term; what was said on its last day counts whenever it is kept', async () => {
    const { path, disputeId } = await presented(fileAt(11), { hechos: `${FACTS} La traje en mano.` });
    await study(disputeId);
    await propose(disputeId);
    await move(disputeId, 'approve', approver);
    await move(disputeId, 'tell', as('attention-desk'), { reason: 'Se le entregó impresa' });
    const why = 'No estoy de acuerdo con lo que dicen.';
    const say = async () => {
      const cookie = await enter(fileAt(11));
      const { status } = await world.page('POST', path, { form: { motivo: why }, cookies: [cookie] });
      return { status, body: await look(cookie, path) };
    };
    world.comes('2026-12-06');
    const late = await say();
    expect(late.status).toBe(303);
    expect(late.body).not.toContain('name="motivo"');
    await world.deliver();
    expect(await stateOf(disputeId)).toBe('closed');
    world.comes('2026-12-05');
    expect((await say()).body).toContain('Recibimos lo que nos dijo');
    world.comes('2026-12-07');
    // One that was said too late does nothing, nor one of another file, nor another after the first.
    const fileId = fileAt(11).file.fileId;
    const asking = (on: string, of = fileId) =>
      receiveDissent(
        world.disputeJobDeps,
        dissentRequest(disputeId, { fileId: of, why, on: calendarDate(on), by: 'link:x' }, world.now()),
      );
    expect([await asking('2026-12-06'), await asking('2026-12-05', 'another'), await stateOf(disputeId)]).toEqual([
      'not-open',
      'no-dispute',
      'closed',
    ]);
    await world.deliver();
    expect(await stateOf(disputeId)).toBe('dissented');
    expect(await asking('2026-12-05')).toBe('kept');
  });

  it('is not for whoever recorded the movement, nor about a movement that is not there', async () => {
    const file = fileAt(8);
    const { noteId } = file.notes[0]!.item;
    const ledger = testLedger(world.dynamo.documents, world.dynamo.tables, testClock(TODAY));
    const paid = posting(noteId, payment('aclarado', TODAY, 35_000));
    const { eventId } = await ledger.postToNote({ ...paid, fileId: file.file.fileId });
    const { disputeId } = await presented(file);
    await expect(study(disputeId, [eventId], { ...handler, subject: paid.actor })).rejects.toMatchObject({
      code: 'movement-of-handler',
      details: [{ pointer: '/movements/0', message: 'Usted lo registró.' }],
    });
    await expect(study(disputeId, [randomUUID()])).rejects.toMatchObject({ code: 'movement-of-handler' });
    expect((await study(disputeId, [eventId])).state).toBe('studying');
  });

  it('that proceeds cites a correction that is in the ledger since the dispute was received', async () => {
    const file = fileAt(9);
    const { noteId } = file.notes[0]!.item;
    const ledger = testLedger(world.dynamo.documents, world.dynamo.tables, testClock(TODAY));
    const correctionId = randomUUID();
    const corrections = [{ type: 'correction' as const, id: correctionId }];
    const { disputeId } = await presented(file);
    await study(disputeId);
    const founded = {
      finding: 'founded' as const,
      answer: 'Tenía razón: su pago ya aparece con su fecha.',
      corrections,
    };
    await expect(propose(disputeId, founded)).rejects.toMatchObject({ code: 'correction-not-found' });
    // One that was there before is not what this dispute brought about.
    const early = testLedger(world.dynamo.documents, world.dynamo.tables, testClock('2026-11-19'));
    const before = posting(noteId, payment('de-antes', '2026-11-19', 100));
    const beforeId = randomUUID();
    await early.postToNote({ ...before, fileId: file.file.fileId, source: { type: 'correction', id: beforeId } });
    const cites = (type: 'correction' | 'note-act', id: string) =>
      propose(disputeId, { ...founded, corrections: [{ type, id }] });
    await expect(cites('correction', beforeId)).rejects.toMatchObject({ code: 'correction-not-found' });
    const right = posting(noteId, payment('corregido', TODAY, 35_000));
    await ledger.postToNote({ ...right, fileId: file.file.fileId, source: { type: 'correction', id: correctionId } });
    await expect(cites('note-act', correctionId)).rejects.toMatchObject({ code: 'correction-not-found' });
    expect((await propose(disputeId, founded)).state).toBe('proposed');
    expect((await move(disputeId, 'return', approver)).state).toBe('studying');
  });

  it('sent twice under one key is one step; another meaning under it is refused', async () => {
    const { disputeId } = await presented(fileAt(10));
    await study(disputeId);
    const [first, second] = await Promise.all([
      move(disputeId, 'ask-data', handler, { key: `datos-${disputeId}` }),
      move(disputeId, 'ask-data', handler, { key: `datos-${disputeId}` }),
    ]);
    expect(second).toEqual(first);
    expect(await world.deliver()).toEqual(['sent']);
    await expect(
      move(disputeId, 'ask-data', handler, { key: `datos-${disputeId}`, reason: 'Otra cosa' }),
    ).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });
});

describe('data that were asked for', () => {
  it('are waited for five business days; then it lapses, and comes back when they are brought', async () => {
    const file = fileAt(11);
    const { cookie, path, disputeId } = await presented(file);
    await study(disputeId);
    const { dataBy } = await move(disputeId, 'ask-data', handler, { reason: 'Traiga la ficha del banco' });
    expect(dataBy).toBe('2026-11-27');
    expect(await heldOf(file)).toHaveLength(1);
    expect(await look(cookie, path)).toContain('Traiga la ficha del banco');
    world.comes('2026-11-27');
    await tick();
    expect(await stateOf(disputeId)).toBe('waiting');
    world.comes('2026-11-28');
    expect(await tick()).toBeGreaterThan(0);
    expect(await tick()).toBe(0);
    expect(await stateOf(disputeId)).toBe('lapsed');
    expect(await heldOf(file)).toHaveLength(0);
    expect((await move(disputeId, 'data-came', as('attention-desk'))).state).toBe('studying');
    expect(await heldOf(file)).toHaveLength(1);
  });

  it('every morning tells which are past their term, and asks for the mails that a crash kept from being asked for', async () => {
    const { disputeId } = await presented(fileAt(12));
    world.comes('2026-12-04');
    await tick();
    const late = () => world.lines.filter((line) => line.includes('dispute-late') && line.includes(disputeId)).length;
    expect(late()).toBe(0);
    world.comes('2026-12-05');
    await tick();
    expect(late()).toBe(1);
    await study(disputeId);
    await propose(disputeId);
    const killed = { ...world.disputeDeps, requests: { ask: () => Promise.reject(new Error('killed')) } };
    const approval = { disputeId, reason: null, idempotencyKey: randomUUID() };
    await expect(moveDispute(killed, 'approve', approval, approver)).rejects.toThrow('killed');
    world.asked.length = 0;
    await tick();
    expect(world.asked.filter(({ id }) => id === disputeId)).toHaveLength(1);
    await world.deliver();
    expect(world.mails.at(-1)!.text).toContain('Ya respondimos');
  });
});

describe('at the desk', () => {
  it('is written down for a person of the own office, mailed if there is an address, acknowledged by hand if not', async () => {
    const file = fileAt(1);
    const said = {
      fileId: file.file.fileId,
      signatory: 'borrower',
      noteId: null,
      concept: 'not-mine' as const,
      facts: FACTS,
    };
    const keyed = (changes: object = {}, who = as('collector')) =>
      registerDispute(world.disputeDeps, { ...said, idempotencyKey: randomUUID(), ...changes }, who);
    await expect(keyed({}, as('collector', 'c', []))).rejects.toMatchObject({ code: 'not-found' });
    await expect(keyed({ signatory: 'cosigner-9' })).rejects.toMatchObject({ code: 'signatory-not-on-file' });
    await expect(keyed({ noteId: randomUUID() })).rejects.toMatchObject({ code: 'notes-not-on-file' });
    const dispute = await keyed();
    expect(dispute).toMatchObject({ state: 'received', contractNumber: null, acknowledgeBy: '2026-11-23' });
    expect(await keyed()).toEqual(dispute);
    expect(await world.deliver()).toEqual(['no-address']);
    await move(dispute.disputeId, 'acknowledge', as('collector'));
    expect(await stateOf(dispute.disputeId)).toBe('acknowledged');
    await expect(readDispute(world.disputeDeps, dispute.disputeId, as('collector', 'c', []))).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('a mail that SES refused is tried again, and the dispute is not acknowledged by it', async () => {
    const file = fileAt(13);
    const cookie = await enter(file);
    const { headers } = await present(cookie);
    const [job] = world.asked.splice(0);
    const { runDisputeJob } = await import('../../../functions/statements/disputes/run-dispute-job.ts');
    const { MailRefused } = await import('../../../shared/mail/mailer.ts');
    await runDisputeJob(world.disputeJobDeps, job!);
    const [tell] = world.asked.splice(0);
    const refuses = { send: () => Promise.reject(new MailRefused('MessageRejected', 'no')) };
    await expect(tellDispute({ ...world.disputeJobDeps, mailer: refuses }, tell!)).rejects.toThrow('refused');
    const disputeId = headers.location!.split('/').at(-1)!;
    expect(await stateOf(disputeId)).toBe('received');
    expect(await tellDispute(world.disputeJobDeps, tell!)).toBe('sent');
    expect(await stateOf(disputeId)).toBe('acknowledged');
  });
});
