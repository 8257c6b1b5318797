import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { entrySchema } from '../../shared/ledger/ledger-items.ts';
import type { DemoFile, DemoNote } from '../demonstration/lending/portfolio.ts';
import { makeCieFile } from '../demonstration/recovery/bank-file-writer.ts';
import { centavosOf, type Journey, startJourney } from '../support/journey.ts';

const TODAY = calendarDate('2026-11-19');
const TOMORROW = addDays(TODAY, 1);
const TECHNICIAN = { role: 'recovery-technician' };
const CASHIER = { role: 'cashier', office: 'hermosillo' };

let journey: Journey;
let notes: readonly DemoNote[];

beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  const portfolio: readonly DemoFile[] = await journey.seed(TODAY, 20);
  notes = portfolio.flatMap((file) => file.notes);
  await journey.runner.waitUntilQuiet();
  await journey.runner.invoke('recovery-value-portfolio', { date: addDays(TODAY, -1) });
}, 180_000);
afterAll(() => journey?.end());

const referenceOf = (index: number): string => notes[index % notes.length]!.item.paymentReference;
const entries = async () => (await journey.all('ENTRIES_TABLE')).map((item) => entrySchema.parse(item));

const pay = (body: object, headers: Record<string, string> = {}) =>
  journey.ask('/v1/window-payments', {
    ...CASHIER,
    method: 'POST',
    headers: { 'idempotency-key': randomUUID(), ...headers },
    body,
  });

describe('bad rows among good ones', () => {
  it('each end with their reason; the good ones post, and nothing is lost', async () => {
    const good = referenceOf(3);
    const mistyped = `${good.slice(0, -1)}${(Number(good.at(-1)) + 1) % 10}`;
    const row = (reference: string, amount: number, more: object = {}) => ({ date: TODAY, reference, amount, ...more });
    const bytes = makeCieFile([
      row(good, 50_000),
      row(good, 0),
      row(good, -7_500),
      row(good, 60_000, { date: addDays(TODAY, 1) }),
      row('CREDEDUC999999990', 12_345),
      row(mistyped, 23_456),
      row('', 34_567),
      { rawLine: 'RENGLON ILEGIBLE' },
      row(good, 61_000, { date: calendarDate('2001-01-01') }),
      row(good, 70_000),
    ]);
    const file = await journey.bring({ fileName: 'cie-con-problemas.txt', bytes });
    expect(file).toMatchObject({ status: 'done', balanced: true, rowsTotal: 10 });
    const { items } = (await journey.ask(`/v1/intake-files/${file.fileId}/rows`, TECHNICIAN)).json;
    const byLine = items.sort((a: { line: number }, b: { line: number }) => a.line - b.line);
    expect(
      byLine.map(({ outcome, reason }: { outcome: string; reason: { code: string } | null }) => [
        outcome,
        reason?.code ?? null,
      ]),
    ).toEqual([
      ['applied', null],
      ['rejected', 'unreadable-row'],
      ['unreadable', 'unreadable-row'],
      ['unidentified', 'future-date'],
      ['unidentified', expect.stringMatching(/unknown-reference|wrong-check-digit/)],
      ['unidentified', 'wrong-check-digit'],
      ['unidentified', 'missing-reference'],
      ['unreadable', 'unreadable-row'],
      ['unidentified', 'not-postable'],
      ['applied', null],
    ]);
    const says = (line: number) => byLine[line - 1].reason.text;
    expect(says(2)).toMatch(/en ceros.*mayor que cero/);
    expect(says(3)).toMatch(/negativo.*mayor que cero/);
    expect(says(4)).toContain(`hoy es ${TODAY}`);
    expect(says(6)).toMatch(/dígito verificador/);
    expect(says(8)).toMatch(/Columna \d+/);
    expect(says(9)).toMatch(/anterior a la apertura/);
    const deposits = (await journey.ask('/v1/deposits?limit=100', TECHNICIAN)).json.items;
    expect(deposits.map(({ amount }: { amount: string }) => amount).sort()).toEqual([
      '123.45',
      '234.56',
      '345.67',
      '600.00',
      '610.00',
    ]);
  });
});

describe('a payment at the window', () => {
  it.each([
    ['of nothing', '0.00', /mayor que cero/],
    ['of less than nothing', '-5.00', /mayor que cero/],
    ['written otherwise', '1,250.5', /dos decimales/],
  ])('%s is refused at its place', async (_, amount, rule) => {
    const { status, json } = await pay({ target: { reference: referenceOf(4) }, amount, received: 'cash' });
    expect(status).toBe(400);
    expect(json.errors).toEqual([
      expect.objectContaining({ pointer: '/amount', message: expect.stringMatching(rule) }),
    ]);
  });

  it('names all faults of a request at once', async () => {
    const { status, json } = await pay({ target: { reference: '' }, amount: '0.00', received: 'vales', extra: 1 });
    expect(status).toBe(400);
    expect(json.errors.length).toBeGreaterThanOrEqual(3);
  });

  it('is refused for a reference nobody has, for a body that is no JSON, and without a key', async () => {
    const unknown = await pay({ target: { reference: 'CREDEDUC999999990' }, amount: '10.00', received: 'cash' });
    expect([unknown.status, unknown.json.code]).toEqual([422, 'target-unknown']);
    const broken = await journey.ask('/v1/window-payments', {
      ...CASHIER,
      method: 'POST',
      headers: { 'idempotency-key': randomUUID() },
      body: '{"amount": ',
    });
    expect(broken.status).toBe(400);
    const body = { target: { reference: referenceOf(4) }, amount: '10.00', received: 'cash' };
    const keyless = await journey.ask('/v1/window-payments', { ...CASHIER, method: 'POST', body });
    expect(keyless.json.code).toBe('idempotency-key-required');
  });

  it('with a used key answers its first result, and 409 for another body', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { target: { reference: referenceOf(5) }, amount: '150.00', received: 'cash' };
    const first = await pay(body, key);
    expect(first.status).toBe(201);
    const again = await pay(body, key);
    expect([again.status, again.json.folio]).toEqual([first.status === again.status ? 201 : 200, first.json.folio]);
    const other = await pay({ ...body, amount: '151.00' }, key);
    expect([other.status, other.json.code]).toEqual([409, 'idempotency-key-reused']);
    const posted = (await entries()).filter(({ source }) => source.id.endsWith(`#${key['idempotency-key']}`));
    expect(posted).toHaveLength(1);
  });

  it('sent twice at the same moment is taken once', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { target: { reference: referenceOf(6) }, amount: '90.00', received: 'cash' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => pay(body, key)));
    expect(new Set(answers.map(({ json }) => json.folio)).size).toBe(1);
    expect((await entries()).filter(({ source }) => source.id.endsWith(`#${key['idempotency-key']}`))).toHaveLength(1);
  });

  it('by twelve cashiers at once on one note is taken twelve times', async () => {
    const { noteId, paymentReference } = notes[7]!.item;
    const payments = async () =>
      (await entries()).filter(
        (entry) => entry.noteId === noteId && entry.source.type === 'window' && entry.kind === 'paid',
      );
    expect(await payments()).toEqual([]);
    const body = { target: { reference: paymentReference }, amount: '1.00', received: 'cash' };
    const answers = await Promise.all(Array.from({ length: 12 }, () => pay(body)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(await payments()).toHaveLength(12);
  });

  it('on a paid-off note becomes credit, shown and queued', async () => {
    const { noteId, fileId, paymentReference } = notes[8]!.item;
    const { balance } = (await journey.ask(`/v1/notes/${noteId}`, TECHNICIAN)).json;
    const owed = centavosOf(balance.owed.total);
    const target = { reference: paymentReference };
    const whole = await pay({ target, amount: ((owed + 2_500) / 100).toFixed(2), received: 'cash' });
    expect([whole.status, whole.json.credit]).toEqual([201, '25.00']);
    expect((await pay({ target, amount: '40.00', received: 'cash' })).status).toBe(201);
    const queue = (await journey.ask('/v1/queued-credits', TECHNICIAN)).json.items;
    const own = queue.filter((item: { fileId: string }) => item.fileId === fileId);
    expect(own.map(({ amount }: { amount: string }) => amount)).toEqual(['65.00']);
    const { status } = (await journey.ask(`/v1/notes/${noteId}`, TECHNICIAN)).json.balance;
    expect(status).toBe('paid');
  });
});

describe('the mail of the report', () => {
  const recipients = async (emails: readonly string[]) => {
    const { headers } = await journey.ask('/v1/report-recipients', TECHNICIAN);
    return journey.ask('/v1/report-recipients', {
      ...TECHNICIAN,
      method: 'PUT',
      headers: { 'if-match': String(headers.get('etag')) },
      body: { recipients: emails.map((email) => ({ email, post: 'Dirección General', reports: ['daily'] })) },
    });
  };
  const sendings = async () => (await journey.ask(`/v1/recovery-reports/${TODAY}/sendings`, TECHNICIAN)).json.sendings;

  it('goes to the addresses of the configuration until somebody stores a list, and the API says so', async () => {
    const { json } = await journey.ask('/v1/report-recipients', TECHNICIAN);
    expect(json.recipients.map(({ email }: { email: string }) => email)).toEqual([
      'direccion@cartera.localhost',
      'contabilidad@cartera.localhost',
    ]);
  });

  it('that the mail service refuses is shown as refused; sent again by a person once the list is right', async () => {
    const notAnAddress = await recipients(['direccion-en-icees']);
    expect(notAnAddress.status).toBe(400);
    expect((await recipients(['rechazado@icees.example'])).status).toBe(200);
    await journey.runner.waitUntilQuiet();
    journey.runner.setToday(TOMORROW);
    await journey.runner.invoke('recovery-value-portfolio', { date: TODAY });
    expect(await journey.runner.invoke('recovery-close-day', { date: TODAY })).toMatchObject({
      outcome: 'closed',
      // What could not be read of the bad file.
      differences: 1,
    });
    await journey.runner.invoke('recovery-send-report', { report: 'daily', period: TODAY }).catch(() => undefined);
    expect(await sendings()).toMatchObject([{ state: 'failed', stateLabel: 'rechazado', failure: expect.any(String) }]);
    expect(journey.runner.mails()).toEqual([]);
    expect((await recipients(['direccion@icees.example'])).status).toBe(200);
    const resent = await journey.ask(`/v1/recovery-reports/${TODAY}/sendings`, {
      ...TECHNICIAN,
      method: 'POST',
      headers: { 'idempotency-key': randomUUID() },
      body: { reason: 'El correo de la dirección estaba mal escrito' },
    });
    expect(resent.status).toBe(202);
    await journey.runner.waitUntilQuiet();
    expect((await sendings()).map(({ state }: { state: string }) => state)).toEqual(['failed', 'sent']);
    expect(journey.runner.mails()).toHaveLength(1);
  });
});

describe('after all of it', () => {
  it('every row and every centavo is where it belongs, and the report says what could not be read', async () => {
    const report = (await journey.ask(`/v1/recovery-reports/${TODAY}`, TECHNICIAN)).json;
    expect(report).toMatchObject({
      effect: { status: 'tied' },
      reconciliation: {
        status: 'different',
        differences: [{ check: 'unread', where: 'Archivo cie-con-problemas.txt', expected: '-75.00' }],
      },
    });
    const today = (await entries()).filter(({ recordedOn }) => recordedOn === TODAY);
    const paid = today.filter(({ kind, ownerType }) => kind === 'paid' && ownerType === 'note');
    const total = paid.reduce((sum, { application }) => sum + application!.amount, 0);
    expect(centavosOf(report.totals.payments.amount)).toBe(total);
    const files = (await journey.ask(`/v1/intake-files?date=${TODAY}&limit=100`, TECHNICIAN)).json.items;
    for (const { status, outcomes, rowsTotal, sumTotal } of files) {
      if (status !== 'done') continue;
      expect(outcomes.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(rowsTotal);
      const sums = outcomes.reduce((sum: number, ending: { sum: string }) => sum + centavosOf(ending.sum), 0);
      expect(sums).toBe(centavosOf(sumTotal));
    }
    expect(journey.runner.dlq()).toEqual([]);
  });
});
