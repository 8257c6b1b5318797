import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { type Entry, entrySchema } from '../../shared/ledger/ledger-items.ts';
import { COMPONENTS } from '../../shared/loan-book/component.ts';
import { workingDayInput } from '../demonstration/recovery/day-files.ts';
import { runWorkingDay } from '../demonstration/working-day/run-working-day.ts';
import {
  centavosOf,
  type Item,
  type Journey,
  portfolioBefore,
  quietly,
  startJourney,
  written,
} from '../support/journey.ts';

const DAY = calendarDate('2026-11-19');
const TODAY = calendarDate('2026-11-20');
const TECHNICIAN = { role: 'recovery-technician' };
const calendar = bankHolidayCalendar();

let journey: Journey;
let told: string;
/** What `npm start` does once the machine has booted. */
const workingDay = () =>
  quietly(() => runWorkingDay(journey.runner, { dataDir: journey.dataDir, today: TODAY, seed: 'demo', calendar }));

beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  told = await workingDay();
}, 240_000);
afterAll(() => journey?.end());

/** The report, the borrower's link, and what was said to their dispute: received, and answered. */
const MAILS = 4;
const reports = () => journey.runner.mails().filter(({ subject }) => subject.includes('19 de noviembre'));
const report = async () => (await journey.ask(`/v1/recovery-reports/${DAY}`, TECHNICIAN)).json;
const entriesOf = async (day: string): Promise<Entry[]> =>
  (await journey.all('ENTRIES_TABLE'))
    .map((item) => entrySchema.parse(item))
    .filter(({ recordedOn }) => recordedOn === day);
const dayTotal = async (): Promise<Item> =>
  (await journey.all('ROLLUPS_TABLE')).find(({ PK, SK }) => PK === 'MONTH#2026-11' && SK === 'DAY#19') ?? {};
const sum = (amounts: Iterable<number>): number => [...amounts].reduce((total, amount) => total + amount, 0);

interface FileSeen {
  readonly fileId: string;
  readonly fileName: string;
  readonly status: string;
  readonly rowsTotal: number;
  readonly sumTotal: string;
  readonly balanced: boolean | null;
  readonly duplicateOf: string | null;
  readonly outcomes: readonly { readonly outcome: string; readonly count: number; readonly sum: string }[];
}
const filesOf = async (day: string): Promise<FileSeen[]> =>
  (await journey.ask(`/v1/intake-files?date=${day}&limit=100`, TECHNICIAN)).json.items;

/** What must not move when the same money comes in again. */
async function books() {
  const [heads, entries, rollups] = await Promise.all([
    journey.all('HEADS_TABLE'),
    journey.all('ENTRIES_TABLE'),
    journey.all('ROLLUPS_TABLE'),
  ]);
  const { asOf, ...figures } = await report();
  // A reconciliation may be run again at any time and says when it was.
  const cells = rollups.filter(({ PK }) => !String(PK).startsWith('RECONCILIATION#'));
  return { heads: written(heads), entries: entries.length, rollups: written(cells), figures };
}

describe('a working day', () => {
  it('tells every step and its time in the terminal, then the table of the day', () => {
    expect(told.match(/✔/g)).toHaveLength(26);
    expect(told).toMatch(
      /«Ponte al corriente»: califican \d+ expedientes y se perdonarían \$[\d.]+; \d+ cartas; un convenio/,
    );
    expect(told).toContain('llegó a acreditado@correo.example');
    expect(told).toMatch(/PDF con folio E-[0-9A-Z]{12}; pidió recibirlo cada mes/);
    expect(told).toMatch(/Aclaración presentada y respondida .* [A-Z0-9-]+: cerrada/);
    expect(told).toMatch(/Vencimiento anticipado .* contrato \S+: hecho/);
    expect(told).toMatch(/Regeneración de un adeudo .* contrato \S+ en R-\S+: firmada/);
    expect(told).toContain('Recuperación del 19 de noviembre de 2026');
    expect(told).toContain('día cerrado, 1 diferencia');
    expect(told).not.toContain('NO CUADRA');
  });

  it('accounts for every row of every file, and every centavo', async () => {
    const files = await filesOf(DAY);
    expect(files.map(({ status }) => status).sort()).toEqual(['done', 'done', 'done', 'done', 'done', 'duplicate']);
    for (const file of files.filter(({ status }) => status === 'done')) {
      expect(file.balanced).toBe(true);
      expect(sum(file.outcomes.map(({ count }) => count))).toBe(file.rowsTotal);
      expect(sum(file.outcomes.map((ending) => centavosOf(ending.sum)))).toBe(centavosOf(file.sumTotal));
      const rows = (await journey.ask(`/v1/intake-files/${file.fileId}/rows?limit=100`, TECHNICIAN)).json.items;
      expect(new Set(rows.map(({ line }: { line: number }) => line)).size).toBe(file.rowsTotal);
      expect(rows).toHaveLength(file.rowsTotal);
      for (const row of rows) if (row.outcome !== 'applied') expect(row.reason.text.length).toBeGreaterThan(10);
    }
    const endings = new Set(files.flatMap(({ outcomes }) => outcomes.flatMap((o) => (o.count > 0 ? [o.outcome] : []))));
    expect([...endings].sort()).toEqual([
      'applied',
      'possible-duplicate',
      'provisional',
      'rejected',
      'unidentified',
      'unreadable',
    ]);
    expect(files.find(({ status }) => status === 'duplicate')?.duplicateOf).toBe(
      files.find(({ fileName }) => fileName === `cie-${DAY}.txt`)?.fileId,
    );
  });

  it('reports exactly what the ledger re-sums to, and so do the rollups', async () => {
    const [{ totals, breakdowns, unidentified }, entries, rolledUp] = await Promise.all([
      report(),
      entriesOf(DAY),
      dayTotal(),
    ]);
    const payments = entries.filter(({ kind, ownerType }) => kind === 'paid' && ownerType === 'note');
    const paid = sum(payments.map(({ application }) => application!.amount));
    expect(centavosOf(totals.payments.amount)).toBe(paid);
    expect(rolledUp['paid/amount']).toBe(paid);
    expect(rolledUp.entries).toBe(entries.length);
    expect(totals.payments.count).toBe(payments.filter(({ part }) => (part?.index ?? 0) === 0).length);
    for (const component of ['ordinaryInterest', 'defaultInterest', 'collectionCosts'] as const) {
      expect(centavosOf(totals.payments.applied[component])).toBe(
        sum(payments.map(({ application }) => application![component])),
      );
    }
    for (const rows of Object.values<{ flow: { amount: string } }[]>(breakdowns))
      expect(sum(rows.map(({ flow }) => centavosOf(flow.amount)))).toBe(paid);
    const reversed = entries.filter(({ kind, targetKind }) => kind === 'reversed' && targetKind === 'paid');
    expect(centavosOf(totals.reversedPayments.amount)).toBe(
      sum(reversed.map(({ application }) => application!.amount)),
    );
    for (const { lines } of entries) expect(sum(Object.values(lines))).toBe(0);

    const unowned = (await journey.all('SYSTEM_TABLE')).filter(
      ({ SK, state }) => SK === 'DEPOSIT' && state === 'unidentified',
    );
    expect(unidentified.closing.count).toBe(unowned.length);
    expect(centavosOf(unidentified.closing.amount)).toBe(sum(unowned.map(({ amount }) => Number(amount))));
  });

  it('takes in from the files and the window what the ledger holds by source', async () => {
    const entries = await entriesOf(DAY);
    const bySource = (type: string, id?: string) =>
      sum(
        entries
          .filter(
            ({ kind, source }) => kind === 'paid' && source.type === type && (id === undefined || source.id === id),
          )
          .map(({ application }) => application?.amount ?? 0),
      );
    for (const file of (await filesOf(DAY)).filter(({ status }) => status === 'done')) {
      const posted = file.outcomes.filter(({ outcome }) => outcome === 'applied' || outcome === 'provisional');
      expect(bySource('bank-file', file.fileId)).toBe(sum(posted.map((ending) => centavosOf(ending.sum))));
    }
    const { visits } = workingDayInput(portfolioBefore(DAY), DAY, calendar);
    expect(bySource('window')).toBe(sum(visits.map(({ amount }) => amount)));
  });

  it('ties the effect on balances and reconciles, but for the row that nobody could read', async () => {
    const { effect, reconciliation, state, sha256, ledgerRoot } = await report();
    expect([state, effect.status, reconciliation.statusLabel]).toEqual(['frozen', 'tied', 'Con diferencias']);
    expect(reconciliation.differences).toMatchObject([
      {
        check: 'unread',
        where: `Archivo cie-${DAY}.txt`,
        detail: expect.stringContaining('1 renglón no se pudo leer'),
      },
    ]);
    expect(reconciliation.checks.length).toBeGreaterThanOrEqual(3);
    const failed = reconciliation.checks.filter(({ ok }: { ok: boolean }) => !ok);
    expect(failed.map(({ code }: { code: string }) => code)).toEqual(['unread']);
    for (const row of effect.rows) {
      const moved = sum(row.movements.map(({ amount }: { amount: string }) => centavosOf(amount)));
      expect(centavosOf(row.opening) + moved).toBe(centavosOf(row.closing));
    }
    const entries = await entriesOf(DAY);
    for (const component of COMPONENTS) {
      const row = effect.rows.find((candidate: { component: string }) => candidate.component === component);
      const journal = sum(entries.map(({ lines }) => lines[component] ?? 0));
      expect(centavosOf(row.closing) - centavosOf(row.opening)).toBe(journal);
    }
    expect([sha256, ledgerRoot]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
  });

  it('leaves one mail of the report, readable, with the figures in its body and the PDF and the workbook attached', async () => {
    const mails = (await journey.ask('/_local/mail.json')).json;
    const list = Array.isArray(mails) ? mails : mails.mails;
    expect(list).toHaveLength(MAILS);
    const [mail] = reports();
    expect(mail!.subject).toMatch(/19 de noviembre/);
    const { totals } = await report();
    const spoken = Number(totals.payments.amount).toLocaleString('es-MX', { minimumFractionDigits: 2 });
    for (const body of [mail!.html, mail!.text]) {
      expect(body).toContain(spoken);
      expect(body).toContain('1 renglón no se pudo leer');
      expect(body).not.toContain('Esperado $0.00, encontrado $0.00');
    }
    const kinds = mail!.attachments.map(({ contentType }) => contentType);
    expect(kinds).toContain('application/pdf');
    expect(kinds).toContain('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    for (const { sizeBytes } of mail!.attachments) expect(sizeBytes).toBeGreaterThan(1_000);
    const sent = (await journey.ask(`/v1/recovery-reports/${DAY}/sendings`, TECHNICIAN)).json.sendings;
    expect(sent.map(({ state }: { state: string }) => state)).toEqual(['sent']);
  });

  it('gives the same report as PDF and as a workbook', async () => {
    const pdf = await journey.ask(`/v1/recovery-reports/${DAY}/pdf`, TECHNICIAN);
    expect([pdf.status, Buffer.from(pdf.bytes.slice(0, 5)).toString()]).toEqual([200, '%PDF-']);
    const workbook = await journey.ask(`/v1/recovery-reports/${DAY}/xlsx`, TECHNICIAN);
    expect([workbook.status, Buffer.from(workbook.bytes.slice(0, 2)).toString()]).toEqual([200, 'PK']);
  });

  it('changes nothing when every file is dropped again under another name, on the same day or the next', async () => {
    const before = await books();
    const { files } = workingDayInput(portfolioBefore(DAY), DAY, calendar);
    for (const [index, { bytes }] of files.entries())
      journey.runner.putObject('INTAKE_BUCKET', `otra-vez/archivo-${index}.txt`, bytes);
    await journey.runner.waitUntilQuiet();
    const again = (await filesOf(TODAY)).filter(({ fileName }) => fileName.startsWith('archivo-'));
    expect(again).toHaveLength(files.length);
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set(['duplicate']));
    expect(await books()).toEqual(before);
  });

  it('does nothing twice when the working day is started again', async () => {
    const before = await books();
    const toldAgain = await workingDay();
    expect(toldAgain).not.toContain('✔');
    expect(toldAgain).toContain('Recuperación del 19 de noviembre de 2026');
    expect(await books()).toEqual(before);
    expect([reports().length, journey.runner.mails().length]).toEqual([1, MAILS]);
  });

  it('does nothing twice even when the folder forgot which steps it had done', async () => {
    const before = await books();
    const steps = ['recovery-close-day', 'recovery-send-report'] as const;
    expect(await journey.runner.invoke(steps[0], { date: DAY })).toMatchObject({ outcome: 'already-closed' });
    await journey.runner.invoke(steps[1], { report: 'daily', period: DAY });
    expect(await books()).toEqual(before);
    expect([reports().length, journey.runner.mails().length]).toEqual([1, MAILS]);
    expect(journey.runner.dlq()).toEqual([]);
  });
});
