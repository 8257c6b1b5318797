import { describe, expect, it } from 'vitest';
import { CUSTOMARY_PARAMETERS } from '../../../functions/lending/customary-parameters.ts';
import { productParametersSchema } from '../../../functions/lending/product.ts';
import { termsAtSigning } from '../../../functions/lending/terms-at-signing.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';

const endOfStudies = calendarDate('2026-08-31');

describe('the terms of a note', () => {
  it('follow the product: 6/3/0 %, six months of grace, the first due date a month later', () => {
    const terms = termsAtSigning(CUSTOMARY_PARAMETERS, endOfStudies, {});
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
    expect(termsAtSigning(stipulated, endOfStudies, overrides)).toMatchObject({
      defaultRate: null,
      baseRate: 0,
      endOfGrace: '2026-12-31',
      firstDueDate: '2027-01-31',
      instalments: 10,
    });
    expect(termsAtSigning(stipulated, endOfStudies, {}).defaultRate).toBe(120_000);
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
