import { describe, expect, it } from 'vitest';
import { CUSTOMARY_PARAMETERS } from '../../../functions/lending/customary-parameters.ts';
import { productParametersSchema } from '../../../functions/lending/product.ts';
import { termsAsSigned, termsAtSigning } from '../../../functions/lending/terms-at-signing.ts';
import { correctedCalendar } from '../../../shared/calendar/business-days.ts';
import { calendarDate, fromDayNumber } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import { noteTermsSchema } from '../../../shared/ledger/event-schema.ts';
import { dueDays } from '../../../shared/loan-book/schedule.ts';

const endOfStudies = calendarDate('2026-08-31');
const holidays = bankHolidayCalendar();

describe('the terms of a note', () => {
  it('follow the product: 6/3/0 %, six months of grace, the first due date a month later', () => {
    const terms = termsAtSigning({ parameters: CUSTOMARY_PARAMETERS, endOfStudies, overrides: {} }, holidays);
    expect(terms).toMatchObject({
      endOfGrace: '2027-02-28',
      firstDueDate: '2027-03-28',
      baseRate: 60_000,
      bands: [{ annualPpm: 0, averageAtLeast: 90 }, { annualPpm: 30_000 }],
      defaultRate: null,
      allocation: { order: ['collectionCosts', 'defaultInterest', 'ordinaryInterest', 'principal'] },
    });
  });

  it('yield to what the contract agrees, null and zero included', () => {
    const stipulated = { ...CUSTOMARY_PARAMETERS, defaultRate: { value: 120_000, source: 'Contrato' } };
    const overrides = { defaultRate: null, baseRate: 0, endOfGrace: calendarDate('2026-12-31'), instalments: 10 };
    expect(termsAtSigning({ parameters: stipulated, endOfStudies, overrides }, holidays)).toMatchObject({
      defaultRate: null,
      baseRate: 0,
      endOfGrace: '2026-12-31',
      firstDueDate: '2027-01-31',
      instalments: 10,
    });
    expect(termsAtSigning({ parameters: stipulated, endOfStudies, overrides: {} }, holidays).defaultRate).toBe(120_000);
  });
});

describe('a due date on a closed day', () => {
  const overrides = { firstDueDate: calendarDate('2027-03-25'), instalments: 10 };
  const signing = { parameters: CUSTOMARY_PARAMETERS, endOfStudies, overrides };

  it('moves to the next business day: weekends, Maundy Thursday, Christmas', () => {
    const terms = termsAtSigning(signing, holidays);
    expect(dueDays(terms).map(fromDayNumber)).toEqual([
      '2027-03-29',
      '2027-04-26',
      '2027-05-25',
      '2027-06-25',
      '2027-07-26',
      '2027-08-25',
      '2027-09-27',
      '2027-10-25',
      '2027-11-25',
      '2027-12-27',
    ]);
    expect(terms.dueDateShifts).toEqual([4, 1, 0, 0, 1, 0, 2, 0, 0, 2]);
    expect(terms.firstDueDate).toBe('2027-03-25');
  });

  it('moves in years that no list has been published for: a Saturday never lands on a holiday', () => {
    const from = (firstDueDate: string, instalments = 1) =>
      dueDays(
        termsAtSigning({ ...signing, overrides: { firstDueDate: calendarDate(firstDueDate), instalments } }, holidays),
      ).map(fromDayNumber);
    expect(from('2031-02-03', 2)).toEqual(['2031-02-04', '2031-03-03']);
    expect(from('2031-02-01')).toEqual(['2031-02-04']);
    expect(from('2036-10-01')).toEqual(['2036-10-02']);
    expect(from('2099-04-09')).toEqual(['2099-04-13']);
  });

  it('keeps no zeros at the end, and nothing when every day is open or the contract says as stated', () => {
    const short = { ...signing, overrides: { ...overrides, instalments: 9 } };
    expect(termsAtSigning(short, holidays).dueDateShifts).toEqual([4, 1, 0, 0, 1, 0, 2]);
    const asStated = { ...signing, overrides: { ...overrides, dueDateOnClosedDay: 'as-stated' as const } };
    expect(termsAtSigning(asStated, holidays)).not.toHaveProperty('dueDateShifts');
    const open = { ...signing, overrides: { firstDueDate: calendarDate('2027-05-25'), instalments: 2 } };
    expect(termsAtSigning(open, holidays)).not.toHaveProperty('dueDateShifts');
  });

  it('stays as signed when other days are closed later, in a form that the ledger stores', () => {
    const signed = termsAtSigning(signing, holidays);
    const decreed = correctedCalendar(holidays, { closed: ['2027-05-25'], open: [] });
    expect(termsAtSigning(signing, decreed).dueDateShifts?.[2]).toBe(1);
    expect(termsAsSigned(signing, signed.dueDateShifts ?? [])).toEqual(signed);
    expect(noteTermsSchema.parse(JSON.parse(JSON.stringify(signed)))).toEqual(signed);
  });

  it('refuses a calendar that closes banks for longer than due dates may move', () => {
    const days = Array.from({ length: 14 }, (_, index) => `2027-05-${String(20 + index)}`);
    const broken = { holidays: new Set([...days, '2027-06-01', '2027-06-02', '2027-06-03', '2027-06-04']) };
    const from = { ...signing, overrides: { firstDueDate: calendarDate('2027-05-20'), instalments: 1 } };
    expect(() => termsAtSigning(from, broken)).toThrow(RangeError);
  });
});

describe('the parameters of a product', () => {
  it('say where each value comes from', () => {
    expect(productParametersSchema.parse(CUSTOMARY_PARAMETERS)).toEqual(CUSTOMARY_PARAMETERS);
    for (const { source } of Object.values(CUSTOMARY_PARAMETERS)) {
      expect(source).toMatch(/Por confirmar por el Instituto|art\. 364|Tribuna/);
    }
    const { baseRate: _baseRate, ...rest } = CUSTOMARY_PARAMETERS;
    expect(productParametersSchema.safeParse({ ...rest, baseRate: { value: 60_000 } }).success).toBe(false);
  });

  it('name each component once in the order of application', () => {
    const order = { value: ['principal', 'principal', 'ordinaryInterest', 'defaultInterest'], source: 'prueba' };
    expect(productParametersSchema.safeParse({ ...CUSTOMARY_PARAMETERS, allocationOrder: order }).success).toBe(false);
  });
});

describe('the limits of a product', () => {
  it('are those of what the ledger keeps: the largest of each parameter makes terms that can be stored', () => {
    const largest = {
      ...{ graceMonths: 120, firstDueMonthsAfterGrace: 120, monthsBetweenInstalments: 12, instalments: 120 },
      ...{ punctualityToleranceDays: 90, defaultGraceDays: 90, baseRate: 1_000_000, defaultRate: 1_000_000 },
      bands: Array.from({ length: 5 }, (_, index) => ({ annualPpm: 1_000_000, averageAtLeast: 100 - index })),
    };
    const at = (change: object) =>
      productParametersSchema.safeParse({
        ...CUSTOMARY_PARAMETERS,
        ...Object.fromEntries(
          Object.entries({ ...largest, ...change }).map(([name, value]) => [name, { value, source: 'prueba' }]),
        ),
      });
    const parameters = at({}).data;
    if (parameters === undefined) throw new Error('the largest are refused');
    const terms = termsAtSigning({ parameters, endOfStudies: calendarDate('2026-12-15'), overrides: {} }, holidays);
    expect(noteTermsSchema.safeParse(terms).success).toBe(true);
    for (const [name, value] of Object.entries(largest)) {
      const beyond = Array.isArray(value) ? [...value, value[0]] : value + 1;
      expect(at({ [name]: beyond }).success, name).toBe(false);
    }
  });
});
