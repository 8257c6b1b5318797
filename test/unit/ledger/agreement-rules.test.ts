import { describe, expect, it } from 'vitest';
import { MOST_AGREED_NOTES } from '../../../shared/ledger/agreement-head.ts';
import {
  refuseBadSigning,
  refuseUnfitForAgreement,
  refuseUnlessItSums,
} from '../../../shared/ledger/agreement-rules.ts';
import type { AgreementSigning } from '../../../shared/ledger/agreements.ts';
import type { AgreementPlan } from '../../../shared/loan-book/agreement-plan.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';
import { day, lent, type Made, noteOn, paid } from '../../support/worked-tables.ts';

const SIGNED = day('2026-02-01');
const PLAN: AgreementPlan = {
  ...{ from: day('2026-03-01'), count: 4, amount: 265_041, every: { unit: 'months', number: 1 }, graceDays: 5 },
};
const note = (noteId: string, more: object = {}) => ({ noteId, granted: zeroByComponent(), ...more });
const signing = (more: Partial<AgreementSigning> = {}): AgreementSigning => ({
  ...{ actor: 'prueba', reason: 'agreement', source: { type: 'agreement', id: 'c-1' } },
  idempotency: { scope: 'AGREEMENT', key: 'c-1', input: {} },
  ...{ fileId: 'f', agreementId: 'c-1', valueDate: SIGNED, plan: PLAN, notes: [note('n')] },
  ...{ earned: 'at-fulfilment', whileLive: [] },
  ...more,
});
const refusal = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};
const fault = (more: Partial<AgreementSigning>) =>
  refusal(() => refuseBadSigning(signing(more)))
    ?.replace('agreement-not-possible: El convenio no es posible: ', '')
    .replace(/\.$/, '');
const planned = (more: Partial<AgreementPlan>) => fault({ plan: { ...PLAN, ...more } });
const principal = { ...zeroByComponent(), principal: 1 };

describe('what an agreement asks for', () => {
  it('may be paid from the day of its signature on, each payment on a day of its own', () => {
    expect(fault({})).toBeUndefined();
    expect(planned({ from: SIGNED })).toBeUndefined();
    expect(planned({ firstPayment: { due: SIGNED, amount: 1 } })).toBeUndefined();
    expect(planned({ exceptions: [{ number: 4, due: day('2026-06-02'), amount: 1 }] })).toBeUndefined();
    expect(
      planned({
        exceptions: [
          { number: 1, amount: 1 },
          { number: 2, amount: 2 },
        ],
      }),
    ).toBeUndefined();
  });

  it.each<[string, Partial<AgreementPlan>, string]>([
    [
      'a payment before it was signed',
      { from: day('2026-01-31') },
      'el primer pago, del 31 de enero de 2026, es anterior a la firma, del 1 de febrero de 2026',
    ],
    [
      'two on one day',
      { firstPayment: { due: day('2026-03-01'), amount: 1 } },
      'el pago del 1 de marzo de 2026 no va después del anterior: cada pago tiene su fecha, en orden',
    ],
    ['nothing', { amount: 0 }, 'cada pago debe ser mayor que cero'],
    ['less than nothing at the end', { exceptions: [{ number: 4, amount: -1 }] }, 'cada pago debe ser mayor que cero'],
    [
      'one payment in two ways',
      {
        exceptions: [
          { number: 2, amount: 1 },
          { number: 2, amount: 1 },
        ],
      },
      'una excepción aparece dos veces',
    ],
    [
      'a fifth of four',
      {
        exceptions: [
          { number: 1, amount: 1 },
          { number: 5, amount: 1 },
        ],
      },
      'una excepción nombra un pago que no existe',
    ],
  ])('is not %s', (_what, plan, said) => {
    expect(planned(plan)).toBe(said);
  });
});

describe('the notes of an agreement', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => note(`n-${index}`));

  it('are one to twelve, each once; every fault is said at once', () => {
    expect(fault({ notes: many(MOST_AGREED_NOTES) })).toBeUndefined();
    expect(fault({ notes: many(13) })).toBe('reúne 13 pagarés y el máximo es 12');
    expect(fault({ notes: [] })).toBe('no nombra ningún pagaré');
    expect(fault({ notes: [note('n'), note('n')], plan: { ...PLAN, amount: -1 } })).toBe(
      'cada pago debe ser mayor que cero; un pagaré aparece dos veces',
    );
  });

  it('lose principal only by an agreement that is kept to its end', () => {
    const said = 'la quita de capital solo se gana al cumplir todo el convenio';
    const interest = { ...zeroByComponent(), defaultInterest: 1_000_000 };
    for (const some of [{ granted: principal }, { share: principal }]) {
      expect(fault({ notes: [note('n'), note('m', some)], earned: 'by-payment' })).toBe(said);
      expect(fault({ notes: [note('n'), note('m', some)] })).toBeUndefined();
    }
    expect(fault({ notes: [note('n', { share: interest })], earned: 'by-payment' })).toBeUndefined();
  });

  it('are granted no amount below zero', () => {
    expect(fault({ notes: [note('n', { granted: { ...principal, principal: -1 } })] })).toMatch(/^amount-not-positive/);
  });

  it('owe something, are under no agreement, and none was signed on them afterwards', () => {
    const LOAN = lent('2024-01-31', 1_000_000);
    const signed = (on: string, agreement: string): Made => ({
      ...{ kind: 'agreement-signed', valueDate: day(on), agreement, plan: PLAN, notes: ['n'] },
      ...{ granted: zeroByComponent(), share: zeroByComponent(), earned: 'at-fulfilment', whileLive: [] },
    });
    const open = noteOn(DUE_IN_ONE, [LOAN], SIGNED);
    const under = noteOn(DUE_IN_ONE, [LOAN, signed('2026-02-01', 'c-0')], SIGNED);
    const over = noteOn(DUE_IN_ONE, [LOAN, paid('2024-01-31', 1_000_000)], SIGNED);
    const unfit = (then: typeof open, now = then) => refusal(() => refuseUnfitForAgreement(then, now, SIGNED));
    expect(unfit(open)).toBeUndefined();
    expect(unfit(over)).toBe('agreement-not-possible: El convenio no es posible: un pagaré ya no tiene adeudo.');
    expect(unfit(under)).toBe(
      'agreement-alive: Un pagaré ya tiene un convenio vigente. Cancélelo o espere su término antes de firmar otro.',
    );
    expect(unfit(open, under)).toBe(
      'agreement-not-possible: El convenio no es posible: después del 1 de febrero de 2026 se firmó otro sobre un pagaré. Propóngalo de nuevo con fecha de hoy.',
    );
  });
});

describe('the payments of an agreement', () => {
  it('leave nothing owed and nothing over', () => {
    const sums = (left: number) => refusal(() => refuseUnlessItSums({ payments: [], forgiven: new Map(), left }));
    expect(sums(0)).toBeUndefined();
    expect(sums(1)).toContain('quedarían $0.01 por pagar');
    expect(sums(-1)).toContain('sobrarían $0.01');
  });
});
