import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { educationCreditReference } from '../../functions/recovery/references/education-credit-reference.ts';
import { addDays, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { entrySchema } from '../../shared/ledger/ledger-items.ts';
import { freshCurp } from '../contract/register/lending-world.ts';
import { DEMO_PRODUCTS } from '../demonstration/lending/products.ts';
import { makeCieFile } from '../demonstration/recovery/bank-file-writer.ts';
import { centavosOf, type Journey, startJourney } from '../support/journey.ts';

/**
 * Two equal notes. One gets its October payments in order; the other's second payment of October reaches the institute
 * only on 19 November, when Accounting has closed October and a later payment was applied.
 */
const IN_ORDER = { number: 700_001, office: 'hermosillo' };
const LATE = { number: 700_002, office: 'obregon' };
const PAYMENTS = [
  { date: '2026-10-05', amount: 150_000 },
  { date: '2026-10-13', amount: 300_000 },
  { date: '2026-10-20', amount: 250_000 },
] as const;
const ARRIVES = '2026-11-19';
const COORDINATOR = { role: 'portfolio-coordinator' };
const ACCOUNTANT = { role: 'accountant' };

let journey: Journey;
let notes: { readonly inOrder: string; readonly late: string };
let october: { readonly report: unknown; readonly sha256: string };

beforeAll(async () => {
  journey = await startJourney({ today: '2026-09-15' });
  const { name, parameters } = DEMO_PRODUCTS.superior;
  await created('PUT', '/v1/products/superior/versions/2008-01-01', { name, parameters });
  notes = { inOrder: await openNote(IN_ORDER), late: await openNote(LATE) };
  for (const { date, amount } of PAYMENTS) {
    const late = date === PAYMENTS[1].date ? [] : [LATE];
    await workOn(date, [IN_ORDER, ...late], { date, amount });
  }
  journey.runner.setToday('2026-11-06');
  await created('POST', '/v1/accounting-months/2026-10/closure', undefined, ACCOUNTANT);
  october = { report: await octoberReport(), sha256: (await octoberState()).sha256 };
  await workOn(ARRIVES, [LATE], PAYMENTS[1]);
}, 180_000);
afterAll(() => journey?.end());

async function created(method: string, path: string, body?: unknown, who: { role: string } = COORDINATOR) {
  const { status, json } = await journey.ask(path, { ...who, method, ...(body === undefined ? {} : { body }) });
  expect([status, json], path).toEqual([201, expect.anything()]);
  return json;
}

async function openNote({ number, office }: typeof LATE): Promise<string> {
  const { borrowerId } = await created('POST', '/v1/borrowers', {
    name: { givenNames: 'Iván', firstSurname: 'Núñez', secondSurname: 'Ojeda' },
    curp: freshCurp(),
    office,
  });
  const { fileId } = await created('POST', '/v1/files', { borrowerId, office });
  const { noteId } = await created('POST', `/v1/files/${fileId}/notes`, {
    contractNumber: `CE-2024/${number}`,
    product: 'superior',
    signedOn: '2024-08-15',
    endOfStudies: '2024-12-15',
    level: 'higher',
    school: 'Universidad de Sonora',
    period: '2024-2',
    paymentReference: educationCreditReference(number),
    firstDisbursement: { valueDate: '2024-08-20', amount: '24000.00', payee: 'school' },
  });
  return noteId;
}

/** A day of work: its opening balances, a bank file with one payment of each, its closing balances, its close. */
async function workOn(day: string, payers: readonly (typeof LATE)[], paid: { date: string; amount: number }) {
  const { runner } = journey;
  const today = calendarDate(day);
  runner.setToday(today);
  await runner.invoke('recovery-value-portfolio', { date: addDays(today, -1) });
  const rows = payers.map(({ number }) => ({
    date: calendarDate(paid.date),
    reference: educationCreditReference(number),
    amount: paid.amount,
    guide: String(number),
  }));
  const file = await journey.bring({ fileName: `cie-${day}.txt`, bytes: makeCieFile(rows) });
  expect(file).toMatchObject({ status: 'done', balanced: true });
  expect(file.outcomes.find(({ outcome }) => outcome === 'applied')?.count).toBe(rows.length);
  await runner.waitUntilQuiet();
  runner.setToday(addDays(today, 1));
  await runner.invoke('recovery-value-portfolio', { date: today });
  expect(await runner.invoke('recovery-close-day', { date: today })).toMatchObject({
    outcome: 'closed',
    differences: 0,
  });
}

const octoberReport = async () => {
  const { asOf, ...report } = (await journey.ask('/v1/recovery-reports/2026-10', ACCOUNTANT)).json;
  return report;
};
const octoberState = async () => (await journey.ask('/v1/accounting-months/2026-10', ACCOUNTANT)).json;
const balance = async (noteId: string, asOf: string) => {
  const { status, json } = await journey.ask(`/v1/notes/${noteId}?asOf=${asOf}`, COORDINATOR);
  expect(status).toBe(200);
  return json.balance;
};
const reportOf = async (day: string) => (await journey.ask(`/v1/recovery-reports/${day}`, ACCOUNTANT)).json;

describe('a payment of last month recorded today, on a note with a later payment', () => {
  it.each(['2026-10-04', '2026-10-13', '2026-10-19', '2026-10-20', '2026-10-31', '2026-11-19', '2026-11-20'])(
    'leaves the balances at %s as if it had come in order',
    async (asOf) => {
      expect(await balance(notes.late, asOf)).toEqual(await balance(notes.inOrder, asOf));
    },
  );

  it('adds its entry and one adjustment, recorded today; what was recorded before stays', async () => {
    const entries = (await journey.all('ENTRIES_TABLE'))
      .map((item) => entrySchema.parse(item))
      .filter(({ noteId }) => noteId === notes.late);
    expect(entries.map(({ kind, valueDate, recordedOn }) => [kind, valueDate, recordedOn])).toEqual([
      ['disbursed', '2024-08-20', '2026-09-15'],
      ['paid', '2026-10-05', '2026-10-05'],
      ['paid', '2026-10-20', '2026-10-20'],
      ['paid', '2026-10-13', ARRIVES],
      ['adjustment', '2026-10-13', ARRIVES],
    ]);
    expect(entries.at(-1)?.cause).toBe(entries.at(-2)?.eventId);
    expect(Object.values(entries.at(-1)!.lines).some((amount) => amount !== 0)).toBe(true);
  });

  it('leaves the closed month as it was reported, by hash and by computing it again', async () => {
    expect(await octoberReport()).toEqual(october.report);
    const state = await octoberState();
    expect(state).toMatchObject({ state: 'closed', sha256: october.sha256, verified: true });
    expect(october.report).toMatchObject({ state: 'frozen', sha256: october.sha256 });
    for (const { date } of PAYMENTS) expect(await reportOf(date)).toMatchObject({ state: 'frozen' });
  });

  it('shows in the report of the day it was recorded, with the adjustment apart and the balances tied', async () => {
    const report = await reportOf(ARRIVES);
    expect(report.totals.payments).toMatchObject({ count: 1, amount: '3000.00' });
    expect(report.movements.adjustments.count).toBe(1);
    expect(centavosOf(report.movements.adjustments.amount)).not.toBe(0);
    expect(report.byOtherDate).toMatchObject([{ date: '2026-10-13', channel: 'cie', count: 1, amount: '3000.00' }]);
    expect(report.effect.status).toBe('tied');
    expect(report.reconciliation).toMatchObject({ status: 'squared', differences: [] });
  });

  it('is found under October by value date, where late files are matched', async () => {
    const path = '/v1/recovery-reports/2026-10-13?basis=value-date';
    const { totals, byOtherDate } = (await journey.ask(path, ACCOUNTANT)).json;
    expect(totals.payments).toMatchObject({ count: 2, amount: '6000.00' });
    expect(byOtherDate.map(({ date }: { date: string }) => date)).toEqual(['2026-10-13', ARRIVES]);
  });

  it('refuses to close October a second time', async () => {
    const again = await journey.ask('/v1/accounting-months/2026-10/closure', { ...ACCOUNTANT, method: 'POST' });
    expect([again.status, again.json.code]).toEqual([409, 'month-already-closed']);
  });
});
