import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChaseDeps, chaseOriginals } from '../../../functions/custody/chase/chase-originals.ts';
import { appointCustodian } from '../../../functions/custody/custodians/appoint-custodian.ts';
import { createCustodianStore } from '../../../functions/custody/custodians/custodian-store.ts';
import { extendLoan, lendOriginal, returnOriginal } from '../../../functions/custody/originals/lend-original.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { createMailStore } from '../../../shared/mail/mail-store.ts';
import { MailRefused } from '../../../shared/mail/mailer.ts';
import { createSuppressions } from '../../../shared/mail/suppression.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { ANA, COORDINATOR, type Custody, LAWYER, loan, openCustody, request } from './originals-world.ts';

let custody: Custody;
let deps: Custody['deps'] & ChaseDeps;
let mails: { to: readonly string[]; raw: string }[];
let logged: string[];

beforeAll(async () => {
  custody = await openCustody('2026-09-01');
  const { documents, tables } = custody.dynamo;
  const custodians = createCustodianStore(documents, tables.DOCUMENTS_TABLE);
  deps = {
    ...custody.deps,
    custodians,
    mails: createMailStore(documents, tables.SYSTEM_TABLE),
    suppressions: createSuppressions(documents, tables.SYSTEM_TABLE),
    mailer: {
      send: async (raw, to) => {
        mails.push({ to, raw: Buffer.from(raw).toString() });
        return { messageId: `ses-${mails.length}`, refused: 0 };
      },
    },
    metrics: { record: () => undefined },
    log: createLog({ functionName: 'prueba', now: () => new Date(), write: (line) => void logged.push(line) }),
    from: 'recuperacion@cartera.example',
    remainingMs: () => 600_000,
  };
  await custody.place('B1');
  const appointment = {
    office: 'hermosillo',
    subject: 'ana',
    name: 'Ana Ruiz',
    email: 'resguardo@icees.example',
  } as const;
  const time = { from: calendarDate('2026-01-01'), to: null, reason: 'Nombramiento', idempotencyKey: randomUUID() };
  await appointCustodian({ ...deps, custodians }, { ...appointment, ...time }, COORDINATOR);
});
afterAll(() => custody.dynamo.stop());
beforeEach(() => {
  custody.clock.set('2026-09-01');
  mails = [];
  logged = [];
});

/** An original out until a day, with whoever has it. */
async function out(deadline: string, party: object = LAWYER) {
  const note = await custody.openNote(randomUUID().slice(0, 12).toUpperCase());
  const { labelCode } = await custody.receive(note.contractNumber, 'B1');
  const changes = { deadline: calendarDate(deadline), endorsed: false, party };
  await lendOriginal(deps, { ...request(labelCode, 1), ...loan(changes) }, ANA);
  return labelCode;
}
const pass = (day: string) => {
  custody.clock.set(day);
  mails = [];
  return chaseOriginals(deps);
};
const back = (labelCode: string) => returnOriginal(deps, { ...request(labelCode), placeCode: 'B1' }, ANA);

describe('an original past its deadline', () => {
  it('is asked for on the day after, every seven days from then on, each time once, and no more when it is back', async () => {
    const labelCode = await out('2026-09-10');
    expect(await pass('2026-09-10')).toMatchObject({ overdue: 0 });
    expect(await pass('2026-09-11')).toEqual({ overdue: 1, sent: 1, before: 0, unsent: 0, open: 0 });
    expect(mails[0]!.to).toEqual([LAWYER.email, 'resguardo@icees.example']);
    const { subject, text } = await PostalMime.parse(mails[0]!.raw);
    expect(subject).toMatch(/^Devolución del original D.{11}: recordatorio 1$/);
    expect(text).toContain('se prestó a Lic. Julia Peña el 1 de septiembre de 2026 y debía volver el 10 de septiembre');
    expect(text).not.toContain('faltante');
    for (const day of ['2026-09-11', '2026-09-17']) expect(await pass(day)).toMatchObject({ sent: 0, before: 1 });
    expect(await pass('2026-09-18')).toMatchObject({ sent: 1 });
    expect(await pass('2026-09-27')).toMatchObject({ sent: 1 });
    expect((await PostalMime.parse(mails[0]!.raw)).text).toContain('Es el recordatorio 3. Si el documento no vuelve');
    await back(labelCode);
    expect(await pass('2026-10-20')).toMatchObject({ overdue: 0 });
  });

  it('is asked for anew after more time was given', async () => {
    const labelCode = await out('2026-09-10');
    expect(await pass('2026-09-11')).toMatchObject({ sent: 1 });
    const more = { deadline: calendarDate('2026-09-20'), reason: 'Falta una diligencia' };
    await extendLoan(deps, { ...request(labelCode, 2), ...more }, ANA);
    expect(await pass('2026-09-20')).toMatchObject({ overdue: 0 });
    expect(await pass('2026-09-21')).toMatchObject({ sent: 1 });
    await back(labelCode);
  });

  it('is asked of the office alone when whoever has it gave no address', async () => {
    const labelCode = await out('2026-09-10', { kind: 'court', id: 'j1', name: 'Juzgado Primero', email: null });
    expect(await pass('2026-09-11')).toMatchObject({ sent: 1 });
    expect(mails[0]!.to).toEqual(['resguardo@icees.example']);
    await back(labelCode);
  });

  it('does not keep the others from being asked for when one mail fails', async () => {
    const labelCodes = [await out('2026-09-10'), await out('2026-09-10')];
    const send = deps.mailer.send;
    let first = true;
    const mailer = {
      send: (...mail: Parameters<typeof send>) => {
        if (!first) return send(...mail);
        first = false;
        throw new MailRefused('Throttling', undefined);
      },
    };
    custody.clock.set('2026-09-11');
    expect(await chaseOriginals({ ...deps, mailer })).toMatchObject({ overdue: 2, sent: 1, open: 1 });
    expect(await pass('2026-09-12')).toMatchObject({ sent: 1, before: 1 });
    expect(logged.join()).toContain('originals-chased');
    for (const labelCode of labelCodes) await back(labelCode);
  });

  it('is left to the next pass when it came back a moment ago, or when time is up', async () => {
    const labelCode = await out('2026-09-10');
    custody.clock.set('2026-09-11');
    const stale = (await deps.originals.find(labelCode))!;
    await back(labelCode);
    const originals = {
      ...deps.originals,
      async *all() {
        yield stale;
      },
    };
    expect(await chaseOriginals({ ...deps, originals })).toMatchObject({ overdue: 1, open: 1, sent: 0 });
    expect(await chaseOriginals({ ...deps, originals, remainingMs: () => 1 })).toMatchObject({ open: 1 });
    expect(mails).toEqual([]);
  });
});
