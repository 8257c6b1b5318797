import * as z from 'zod';
import { calendarDateText, moneyText } from '../../shared/http/wire.ts';
import type { NoteBalance } from '../../shared/ledger/ledger.ts';
import { type ByComponent, sumOfComponents } from '../../shared/loan-book/component.ts';
import { STAGES } from '../../shared/loan-book/event.ts';
import { NOTE_STATUSES } from '../../shared/loan-book/note-state.ts';
import type { NextDue } from '../../shared/loan-book/valuation.ts';
import { pesosFromCentavos } from '../../shared/money/centavos.ts';

const byComponentText = z.object({
  principal: moneyText,
  ordinaryInterest: moneyText,
  defaultInterest: moneyText,
  collectionCosts: moneyText,
  total: moneyText,
});

/** What a note owes on a date, as the API says it. */
export const balanceAnswerSchema = z.object({
  asOf: calendarDateText,
  owed: byComponentText.describe('Adeudo a la fecha, con los intereses devengados'),
  due: byComponentText.describe('De él, lo exigible a la fecha'),
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
    owed: pesosByComponent(balance.owed),
    due: pesosByComponent(balance.due),
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

function pesosByComponent(amounts: ByComponent): z.input<typeof byComponentText> {
  const { principal, ordinaryInterest, defaultInterest, collectionCosts } = amounts;
  return {
    principal: pesosFromCentavos(principal),
    ordinaryInterest: pesosFromCentavos(ordinaryInterest),
    defaultInterest: pesosFromCentavos(defaultInterest),
    collectionCosts: pesosFromCentavos(collectionCosts),
    total: pesosFromCentavos(sumOfComponents(amounts)),
  };
}
