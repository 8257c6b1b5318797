import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appointCustodian, endCustodian } from '../../../functions/custody/custodians/appoint-custodian.ts';
import { custodianOn } from '../../../functions/custody/custodians/custodian.ts';
import { createCustodianStore } from '../../../functions/custody/custodians/custodian-store.ts';
import { acceptHandOver, openHandOver, withdrawHandOver } from '../../../functions/custody/custodians/hand-over.ts';
import { createHandOverStore, folioOfAct } from '../../../functions/custody/custodians/hand-over-act.ts';
import { closeRound, openRound, readLabels } from '../../../functions/custody/inventory/count-round.ts';
import { createRoundStore } from '../../../functions/custody/inventory/round-store.ts';
import { lendOriginal } from '../../../functions/custody/originals/lend-original.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { ANA, COORDINATOR, type Custody, LUIS, loan, openCustody, request, someone } from './originals-world.ts';

let custody: Custody;
let deps: Custody['deps'] & {
  rounds: ReturnType<typeof createRoundStore>;
  custodians: ReturnType<typeof createCustodianStore>;
  acts: ReturnType<typeof createHandOverStore>;
};

beforeAll(async () => {
  custody = await openCustody('2026-11-27');
  const { documents, tables } = custody.dynamo;
  deps = {
    ...custody.deps,
    rounds: createRoundStore(documents, tables.DOCUMENTS_TABLE),
    custodians: createCustodianStore(documents, tables.DOCUMENTS_TABLE),
    acts: createHandOverStore(documents, tables.DOCUMENTS_TABLE),
  };
});
afterAll(() => custody.dynamo.stop());

const appoint = (office: Office, subject: string, from: string, to: string | null, key: string = randomUUID()) =>
  appointCustodian(
    deps,
    {
      ...{ office, subject, name: subject, email: `${subject}@icees.example`, reason: 'Nombramiento' },
      ...{ from: calendarDate(from), to: to === null ? null : calendarDate(to), idempotencyKey: key },
    },
    COORDINATOR,
  );
const on = async (office: Office, day: string) =>
  custodianOn((await deps.custodians.find(office)).appointments, calendarDate(day))?.subject;
const hand = (office: Office, changes: object = {}) => ({
  ...{ office, roundIds: [] as string[], notes: 'Llaves entregadas', idempotencyKey: randomUUID(), ...changes },
});

describe('the custodian of an office', () => {
  it('is one on any day, however many were appointed', async () => {
    await appoint('obregon', 'ana', '2026-01-01', null);
    await expect(appoint('obregon', 'luis', '2026-06-01', null)).rejects.toMatchObject({ code: 'custodian-overlaps' });
    await expect(appoint('obregon', 'luis', '2025-01-01', '2026-01-01')).rejects.toMatchObject({
      ...{ code: 'custodian-overlaps', detail: expect.stringContaining('sin fecha de término') },
    });
    await endCustodian(deps, { office: 'obregon', to: calendarDate('2026-11-30'), idempotencyKey: 'fin' }, COORDINATOR);
    await appoint('obregon', 'luis', '2026-12-01', null);
    await appoint('obregon', 'eva', '2025-01-01', '2025-12-31');
    const days = ['2024-12-31', '2025-12-31', '2026-01-01', '2026-11-30', '2026-12-01', '2030-01-01'];
    expect(await Promise.all(days.map((day) => on('obregon', day)))).toEqual([
      ...[undefined, 'eva', 'ana', 'ana', 'luis', 'luis'],
    ]);
    const backwards = appoint('obregon', 'x', '2024-02-01', '2024-01-01');
    await expect(backwards).rejects.toMatchObject({ code: 'custodian-time-refused' });
    const past = { office: 'obregon' as const, to: calendarDate('2026-11-25'), idempotencyKey: randomUUID() };
    await expect(endCustodian(deps, past, COORDINATOR)).rejects.toMatchObject({ code: 'custodian-time-refused' });
  });

  it('is not ended by an ending that was sent again after another day was set', async () => {
    await appoint('obregon', 'sol', '2020-01-01', '2020-12-31');
    custody.clock.set('2020-06-01');
    const end = (to: string, idempotencyKey: string) =>
      endCustodian(deps, { office: 'obregon', to: calendarDate(to), idempotencyKey }, COORDINATOR);
    await end('2020-10-31', 'primera');
    await end('2020-09-30', 'segunda');
    await appoint('obregon', 'rey', '2020-10-01', '2020-12-31');
    const before = await deps.custodians.find('obregon');
    expect(await end('2020-10-31', 'primera')).toEqual(before);
    expect(await on('obregon', '2020-12-01')).toBe('rey');
    custody.clock.set('2026-11-27');
  });

  it('is one when two are appointed at once', async () => {
    const both = await Promise.allSettled(
      ['ana', 'luis'].map((subject) => appoint('nogales', subject, '2026-01-01', null)),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await deps.custodians.find('nogales')).appointments).toHaveLength(1);
  });

  it('is appointed once a request', async () => {
    const key = randomUUID();
    const first = await appoint('hermosillo', 'ana', '2020-01-01', '2020-12-31', key);
    expect(await appoint('hermosillo', 'ana', '2020-01-01', '2020-12-31', key)).toEqual(first);
    const other = appoint('hermosillo', 'ana', '2020-01-01', '2020-11-30', key);
    await expect(other).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });
});

describe('custody changes hands', () => {
  it('by who leaves, counted place by place, and is accepted by who arrives and nobody else', async () => {
    await appoint('hermosillo', 'ana', '2026-01-01', '2026-11-27');
    await expect(openHandOver(deps, hand('hermosillo'), ANA)).rejects.toMatchObject({ code: 'no-custodian' });
    await appoint('hermosillo', 'luis', '2026-11-28', null);
    await expect(openHandOver(deps, hand('hermosillo'), LUIS)).rejects.toMatchObject({ code: 'no-custodian' });
    for (const place of ['H1', 'H2']) await custody.place(place);
    await custody.place('N1', 'nogales');
    const originals = [];
    for (const [number, place] of Object.entries({ a: 'H1', b: 'H1', c: 'H2', d: 'H2', e: 'N1' })) {
      const note = await custody.openNote(`H-${number}`);
      originals.push(await custody.receive(note.contractNumber, place));
    }
    for (const lent of [originals[3]!, originals[4]!])
      await lendOriginal(deps, { ...request(lent.labelCode, 1), ...loan({ endorsed: false }) }, ANA);
    const elsewhere = await openRound(deps, { placeCode: 'N1', idempotencyKey: randomUUID() }, ANA);
    await closeRound(deps, { roundId: elsewhere.roundId, idempotencyKey: randomUUID(), ifMatch: 'v1' }, ANA);
    const foreign = openHandOver(deps, hand('hermosillo', { roundIds: [elsewhere.roundId] }), ANA);
    await expect(foreign).rejects.toMatchObject({ code: 'hand-over-step-refused' });
    const { roundId } = await openRound(deps, { placeCode: 'H1', idempotencyKey: randomUUID() }, ANA);
    const unclosed = openHandOver(deps, hand('hermosillo', { roundIds: [roundId] }), ANA);
    await expect(unclosed).rejects.toMatchObject({ code: 'hand-over-step-refused' });
    await readLabels(deps, { roundId, labels: [originals[0]!.labelCode], idempotencyKey: randomUUID() }, ANA);
    await closeRound(deps, { roundId, idempotencyKey: randomUUID(), ifMatch: 'v2' }, ANA);
    const act = await openHandOver(deps, hand('hermosillo', { roundIds: [roundId] }), ANA);
    expect(act.places).toEqual([
      { placeCode: 'H1', placeName: 'Bóveda H1', originals: 2 },
      { placeCode: 'H2', placeName: 'Bóveda H2', originals: 1 },
    ]);
    expect([act.lent, act.rounds]).toEqual([1, [{ roundId, placeCode: 'H1', found: 1, missing: 1 }]]);

    const accept = { actId: act.actId, idempotencyKey: randomUUID(), remarks: 'Falta uno en H1' };
    for (const who of [ANA, someone('otro')])
      await expect(acceptHandOver(deps, accept, who)).rejects.toMatchObject({ code: 'hand-over-step-refused' });
    const accepted = await acceptHandOver(deps, accept, LUIS);
    expect([accepted.state, accepted.remarks]).toEqual(['accepted-with-remarks', 'Falta uno en H1']);
    expect(await acceptHandOver(deps, accept, LUIS)).toEqual(accepted);
    const back = { actId: act.actId, idempotencyKey: randomUUID(), reason: 'Me equivoqué' };
    await expect(withdrawHandOver(deps, back, ANA)).rejects.toMatchObject({ code: 'hand-over-step-refused' });
  });

  it('is never accepted by who hands over, who may have been appointed again', async () => {
    const { appointments } = await deps.custodians.find('nogales');
    const { subject } = appointments[0]!;
    const ending = { office: 'nogales' as const, to: calendarDate('2026-11-30'), idempotencyKey: randomUUID() };
    await endCustodian(deps, ending, COORDINATOR);
    await appoint('nogales', subject, '2026-12-01', null);
    const { actId, arriving } = await openHandOver(deps, hand('nogales'), someone(subject));
    expect(arriving.subject).toBe(subject);
    const accept = { actId, idempotencyKey: randomUUID(), remarks: null };
    await expect(acceptHandOver(deps, accept, someone(subject))).rejects.toMatchObject({ code: 'same-person' });
    const back = { actId, idempotencyKey: randomUUID(), reason: 'No cambia de manos' };
    expect((await withdrawHandOver(deps, back, someone(subject))).state).toBe('withdrawn');
  });

  it('by one act: a second is opened only when the first was withdrawn', async () => {
    const ending = { office: 'obregon' as const, to: calendarDate('2030-12-31'), idempotencyKey: randomUUID() };
    await endCustodian(deps, ending, COORDINATOR);
    await appoint('obregon', 'eva', '2031-01-01', '2031-06-30');
    await appoint('obregon', 'leo', '2031-07-01', null);
    custody.clock.set('2031-06-30');
    const eva = someone('eva');
    const asked = hand('obregon');
    const both = await Promise.allSettled([
      openHandOver(deps, asked, eva),
      openHandOver(deps, hand('obregon', { notes: 'Otra vez' }), eva),
    ]);
    const opened = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(opened).toHaveLength(1);
    const [first] = opened;
    for (const one of both)
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({
          ...{ code: 'hand-over-step-refused', detail: expect.stringContaining(folioOfAct(first!)) },
        });
    const key = first!.history[0]!.key;
    const again = { office: 'obregon', roundIds: [], notes: first!.notes, idempotencyKey: key } as const;
    expect(await openHandOver(deps, again, eva)).toEqual(first);
    const back = { actId: first!.actId, idempotencyKey: randomUUID(), reason: 'Falta contar una caja' };
    await withdrawHandOver(deps, back, eva);
    expect((await openHandOver(deps, again, eva)).state).toBe('withdrawn');
    const second = await openHandOver(deps, hand('obregon'), eva);
    await acceptHandOver(deps, { actId: second.actId, idempotencyKey: randomUUID(), remarks: null }, someone('leo'));
    await expect(openHandOver(deps, hand('obregon'), eva)).rejects.toMatchObject({ code: 'hand-over-step-refused' });
    expect((await openHandOver(deps, again, eva)).actId).toBe(first!.actId);
    custody.clock.set('2026-11-27');
  });
});
