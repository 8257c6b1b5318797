import * as z from 'zod';
import type { NoteBalance } from '../ledger/ledger.ts';
import { type ByComponent, sumOfComponents } from '../loan-book/component.ts';
import { STAGES } from '../loan-book/event.ts';
import { NOTE_STATUSES } from '../loan-book/note-state.ts';
import { calendarDateText, moneyOut } from './wire.ts';

/** Out: amounts by component, in centavos → decimal strings. */
export const byComponentOut = z.object({
  principal: moneyOut,
  ordinaryInterest: moneyOut,
  defaultInterest: moneyOut,
  collectionCosts: moneyOut,
});
const withTotalOut = byComponentOut.extend({ total: moneyOut });

/** What a note owes on a date, as the API says it. */
export const balanceAnswerSchema = z.object({
  asOf: calendarDateText,
  owed: withTotalOut.describe('Adeudo a la fecha, con los intereses devengados'),
  payable: withTotalOut.describe('De él, lo que se puede pagar: sin lo que un convenio vigente perdona si se cumple'),
  due: withTotalOut.describe('De lo que se puede pagar, lo exigible a la fecha'),
  daysPastDue: z.int(),
  nextDue: z
    .object({ date: calendarDateText, principal: moneyOut, ordinaryInterest: moneyOut, total: moneyOut })
    .nullable()
    .describe('Lo que pedirá el próximo vencimiento, además de lo ya exigible'),
  status: z.enum(NOTE_STATUSES),
  held: moneyOut.describe('Saldo a favor guardado en el pagaré'),
  writtenOff: withTotalOut.describe('Castigado y sin recuperar, además del adeudo'),
  stage: z.enum(STAGES),
  agent: z.string().nullable(),
});

/** What a note owes, with the sums that the ledger leaves to whoever shows them. */
export function balanceAnswer(balance: NoteBalance): z.input<typeof balanceAnswerSchema> {
  const { nextDue, dimensions } = balance;
  return {
    ...balance,
    owed: withTotal(balance.owed),
    payable: withTotal(balance.payable),
    due: withTotal(balance.due),
    writtenOff: withTotal(balance.writtenOff),
    nextDue: nextDue && { ...nextDue, total: nextDue.principal + nextDue.ordinaryInterest },
    stage: dimensions.stage,
    agent: dimensions.agent,
  };
}

const withTotal = (amounts: ByComponent) => ({ ...amounts, total: sumOfComponents(amounts) });
