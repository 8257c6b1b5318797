import { describe, expect, it } from 'vitest';
import { type PaymentDay, VALUE_DATE_RULES, valueDateOf } from '../../../../functions/recovery/payments/value-date.ts';
import { bankLayout } from '../../../../functions/recovery/readers/bank-layout.ts';
import { bbvaMovements } from '../../../../functions/recovery/readers/banks/bbva-movements.ts';
import type { LayoutDeclaration } from '../../../../functions/recovery/readers/layout.ts';
import { LAYOUT_DECLARATIONS } from '../../../../functions/recovery/readers/layout-declarations.ts';
import { calendarDate as day, FIRST_DATE } from '../../../../shared/calendar/calendar-date.ts';
import { CHANNELS, type Channel } from '../../../../shared/loan-book/event.ts';
import { makeMovementsFile } from '../../../demonstration/recovery/bank-file-writer.ts';
import { readRows } from '../readers/reading.ts';

const OPERATION = day('2026-11-19');
/** One payment whose every day is known, each its own. */
const DAYS = {
  'withholding-day': day('2026-11-13'),
  'charge-day': day('2026-11-16'),
  'deposit-day': day('2026-11-17'),
  'clearing-day': day('2026-11-20'),
} satisfies Record<PaymentDay, string>;
const payment = (channel: Channel, provisional = false, operationDate = OPERATION) => ({
  channel,
  provisional,
  operationDate,
});

describe('the value date of a payment', () => {
  it.each<[Channel, PaymentDay]>([
    ['cie', 'deposit-day'],
    ['internet', 'charge-day'],
    ['direct-debit', 'charge-day'],
    ['transfer', 'deposit-day'],
    ['window', 'deposit-day'],
    ['payroll', 'withholding-day'],
  ])('by %s is its %s; that of a cheque, its clearing', (channel, asked) => {
    expect(valueDateOf(payment(channel), (one) => DAYS[one])).toBe(DAYS[asked]);
    expect(valueDateOf(payment(channel, true), (one) => DAYS[one])).toBe(DAYS['clearing-day']);
  });

  it.each(CHANNELS)('by %s is the day of the operation when the day that counts is not known', (channel) => {
    for (const provisional of [false, true])
      expect(valueDateOf(payment(channel, provisional), () => undefined)).toBe(OPERATION);
  });

  it('follows the rule in force on the day of the operation', () => {
    const rules = {
      ...VALUE_DATE_RULES,
      transfer: [
        { from: FIRST_DATE, day: 'deposit-day' as const, source: 'x' },
        { from: OPERATION, day: 'clearing-day' as const, source: 'x' },
      ],
    };
    const on = (operationDate: string) =>
      valueDateOf(payment('transfer', false, day(operationDate)), (one) => DAYS[one], rules);
    expect(on('2026-11-18')).toBe(DAYS['deposit-day']);
    expect(on('2026-11-19')).toBe(DAYS['clearing-day']);
  });

  it('has a rule for every day and channel, the oldest first, each with its source', () => {
    expect(Object.keys(VALUE_DATE_RULES).sort()).toEqual([...CHANNELS, 'cheque'].sort());
    for (const versions of Object.values(VALUE_DATE_RULES)) {
      const days = versions.map(({ from }) => from);
      expect(days[0]).toBe(FIRST_DATE);
      expect(days).toEqual([...new Set(days)].sort());
      for (const { source } of versions) expect(source).toMatch(/\S/);
    }
  });
});

describe('the days that a layout has', () => {
  const fieldsOf = ({ shape }: LayoutDeclaration) =>
    shape.type === 'fixed-width' ? [...shape.fields, ...(shape.header?.fields ?? [])] : shape.fields;

  it.each(LAYOUT_DECLARATIONS)('$id, version $version: are dates among its fields', (layout) => {
    for (const name of [layout.operationDate, ...Object.values(layout.days)])
      expect(fieldsOf(layout).find((field) => field.name === name)?.kind).toMatch(/^date-/);
  });

  it('are those that the rules ask for, but the clearing of a cheque, which no layout tells', () => {
    const asked = (means: keyof typeof VALUE_DATE_RULES) => VALUE_DATE_RULES[means].map((rule) => rule.day);
    const lacking = LAYOUT_DECLARATIONS.flatMap(({ id, version, channel, finality, days }) =>
      [...asked(channel), ...(finality === null ? [] : asked('cheque'))]
        .filter((one) => days[one] === undefined)
        .map((one) => `${id} ${version}: ${one}`),
    );
    expect(lacking).toEqual(['bbva-cie 1: clearing-day', 'bbva-cie 2: clearing-day']);
  });

  // The account's movements, as if they told of other payments: on the 19th, which the bank counts from the 20th.
  const datesOf = async (changes: Partial<LayoutDeclaration>) => {
    const movement = { reference: 'CREDEDUC000011000', amount: 100 };
    const [row] = await readRows(
      bankLayout({ ...bbvaMovements, ...changes }),
      makeMovementsFile([{ ...movement, operationDate: OPERATION, bankValueDate: day('2026-11-20') }]),
    );
    return [row?.operationDate, row?.valueDate];
  };
  const PAYROLL = { channel: 'payroll', operationDate: 'bankValueDate' } as const;
  const CHEQUE = { finality: { field: 'legendCode', provisional: ['T17'] } };

  it.each<[string, Partial<LayoutDeclaration>, [operation: string, value: string]]>([
    ['a transfer', {}, ['2026-11-19', '2026-11-19']],
    [
      'a payroll that says when it withheld',
      { ...PAYROLL, days: { 'withholding-day': 'operationDate' } },
      ['2026-11-20', '2026-11-19'],
    ],
    ['a payroll that does not', PAYROLL, ['2026-11-20', '2026-11-20']],
    ['a cheque whose clearing is told', CHEQUE, ['2026-11-19', '2026-11-20']],
    [
      'a cheque whose clearing is not',
      { ...CHEQUE, days: { 'deposit-day': 'operationDate' } },
      ['2026-11-19', '2026-11-19'],
    ],
  ])('%s', async (_what, changes, dates) => {
    expect(await datesOf(changes)).toEqual(dates);
  });
});
