import * as z from 'zod';
import type { NoteBalance } from '../ledger/ledger.ts';
import { type ByComponent, sumOfComponents } from '../loan-book/component.ts';
import { STAGES } from '../loan-book/event.ts';
import { NOTE_STATUSES } from '../loan-book/note-state.ts';
import type { NextDue } from '../loan-book/valuation.ts';
import { pesosFromCentavos } from '../money/centavos.ts';
import { calendarDateText, moneyText } from './wire.ts';

/** Out: amounts by component. */
export const byComponentText = z.object({
  principal: moneyText,
  ordinaryInterest: moneyText,
  defaultInterest: moneyText,
  collectionCosts: moneyText,
});
const withTotalText = byComponentText.extend({ total: moneyText });

/** What a note owes on a date, as the API says it. */
export const balanceAnswerSchema = z.object({
  asOf: calendarDateText,
  owed: withTotalText.describe('Adeudo a la fecha, con los intereses devengados'),
  due: withTotalText.describe('De él, lo exigible a la fecha'),
  daysPastDue: z.int(),
  nextDue: z
    .object({ date: calendarDateText, principal: moneyText, ordinaryInterest: moneyText, total: moneyText })
    .nullable()
    .describe('Lo que pedirá el próximo vencimiento, además de lo ya exigible'),
  status: z.enum(NOTE_STATUSES),
  held: moneyText.describe('Saldo a favor guardado en el pagaré'),
  stage: z.enum(STAGES),
  agent: z.string().nullable(),
});

/** Centavos of the ledger → decimal strings. */
export function balanceAnswer(balance: NoteBalance): z.input<typeof balanceAnswerSchema> {
  return {
    asOf: balance.asOf,
    owed: pesosWithTotal(balance.owed),
    due: pesosWithTotal(balance.due),
    daysPastDue: balance.daysPastDue,
    nextDue: balance.nextDue === null ? null : nextDueAnswer(balance.nextDue),
    status: balance.status,
    held: pesosFromCentavos(balance.held),
    stage: balance.dimensions.stage,
    agent: balance.dimensions.agent,
  };
}

function nextDueAnswer({ date, principal, ordinaryInterest }: NextDue) {
  return {
    date,
    principal: pesosFromCentavos(principal),
    ordinaryInterest: pesosFromCentavos(ordinaryInterest),
    total: pesosFromCentavos(principal + ordinaryInterest),
  };
}

const pesosWithTotal = (amounts: ByComponent): z.input<typeof withTotalText> => ({
  ...pesosByComponent(amounts),
  total: pesosFromCentavos(sumOfComponents(amounts)),
});

/** Centavos → decimal strings. */
export function pesosByComponent({
  principal,
  ordinaryInterest,
  defaultInterest,
  collectionCosts,
}: ByComponent): z.input<typeof byComponentText> {
  return {
    principal: pesosFromCentavos(principal),
    ordinaryInterest: pesosFromCentavos(ordinaryInterest),
    defaultInterest: pesosFromCentavos(defaultInterest),
    collectionCosts: pesosFromCentavos(collectionCosts),
  };
}
