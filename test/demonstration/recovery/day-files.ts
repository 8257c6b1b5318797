import { educationCreditReference } from '../../../functions/recovery/references/education-credit-reference.ts';
import { type HolidayCalendar, previousBusinessDay } from '../../../shared/calendar/business-days.ts';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { clabeCheckDigit } from '../../../shared/identity/clabe.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { DemoFile, DemoNote } from '../lending/portfolio.ts';
import { type Dice, seededDice } from '../seeded-random.ts';
import {
  type CieFileRow,
  makeCieFile,
  makeDirectDebitAnswerFile,
  makeInternetFile,
  makeMovementsFile,
} from './bank-file-writer.ts';

/** A bank file of the demonstration day, in the order in which Accounting hands them over. */
export interface DayFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** What is in it, for whoever watches. */
  readonly note: string;
}

/** Somebody who comes to the window. */
export interface WindowVisit {
  readonly office: 'hermosillo' | 'obregon' | 'nogales';
  readonly reference: string;
  readonly amount: Centavos;
}

export interface WorkingDayInput {
  readonly files: readonly DayFile[];
  readonly visits: readonly WindowVisit[];
}

interface Payer {
  readonly note: DemoNote;
  readonly office: WindowVisit['office'];
  readonly amount: Centavos;
  readonly payoff: Centavos;
}

/**
 * What comes in on `day`: visits at the windows, the CIE report of the day before that was late, and the day's CIE,
 * direct debit, internet and movements files; with a guide that comes twice, unknown and mistyped references, a cheque
 * subject to clearing, rejected charges, a row that comes in two files, a broken row, and one file handed over twice.
 */
export function workingDayInput(
  portfolio: readonly DemoFile[],
  day: CalendarDate,
  calendar: HolidayCalendar,
): WorkingDayInput {
  const dice = seededDice(Number(day.replaceAll('-', '')));
  const payers = payersOf(portfolio, day, dice);
  const take = (count: number, accepts: (payer: Payer) => boolean = () => true): Payer[] => {
    const taken: Payer[] = [];
    for (let index = 0; index < payers.length && taken.length < count; ) {
      const payer = payers[index];
      if (payer !== undefined && accepts(payer)) taken.push(...payers.splice(index, 1));
      else index += 1;
    }
    return taken;
  };
  const dayBefore = previousBusinessDay(day, calendar);
  const visits = take(5).map(({ office, note, amount }) => ({ office, reference: note.item.paymentReference, amount }));
  const late = take(5).map((payer) => cieRow(payer, dayBefore));
  const cie = cieOfTheDay(
    take(16),
    take(1, ({ payoff }) => payoff < 400_000),
    day,
  );
  const directDebit = makeDirectDebitAnswerFile(
    take(9, ({ note }) => note.item.creditNumber !== null).map(({ note, amount }, index) => ({
      date: day,
      creditNumber: note.item.creditNumber ?? '',
      amount,
      clabe: clabe(index),
      responseKey: index % 5 === 3 ? '04' : '00',
    })),
  );
  const internet = makeInternetFile([
    ...take(7).map(({ note, amount }, index) => ({
      folio: folioOf(day, index),
      date: day,
      reference: note.item.paymentReference,
      name: index % 4 === 0 ? 'José Peñúñuri' : 'María "Chayo" Núñez, hija',
      amount,
      status: index === 5 ? 'CANCELADO' : 'APROBADO',
    })),
    { folio: folioOf(day, 90), date: day, reference: '', name: '=2+3', amount: 75_000 },
  ]);
  const movements = makeMovementsFile([
    ...take(4).map(({ note, amount }) => ({ operationDate: day, reference: note.item.paymentReference, amount })),
    { operationDate: day, reference: 'TRASPASO SIN REF', amount: 320_000, concept: 'SPEI RECIBIDO' },
    { operationDate: day, reference: 'COM MANEJO CTA', amount: 45_240, nature: 'charge', concept: 'COMISION' },
  ]);
  return {
    visits,
    files: [
      { fileName: `cie-${day}.txt`, bytes: makeCieFile(cie), note: 'reporte CIE del día' },
      {
        fileName: `cie-${dayBefore}-tardio.txt`,
        bytes: makeCieFile([...late, ...cie.slice(0, 1)]),
        note: 'CIE del día anterior, recibido tarde; repite una fila del día',
      },
      { fileName: `domiciliacion-respuesta-${day}.txt`, bytes: directDebit, note: 'respuesta de domiciliación' },
      { fileName: `internet-${day}.csv`, bytes: internet, note: 'pagos por internet' },
      { fileName: `movimientos-${day}.txt`, bytes: movements, note: 'movimientos de la cuenta' },
      { fileName: `cie-${day}-copia.txt`, bytes: makeCieFile(cie), note: 'el mismo reporte CIE, entregado dos veces' },
    ],
  };
}

/** The day's CIE rows: everyday payments and, among them, one of each trouble. */
function cieOfTheDay(
  everyday: readonly Payer[],
  payingOff: readonly Payer[],
  day: CalendarDate,
): (CieFileRow | { rawLine: string })[] {
  const rows = everyday.map((payer, index) => ({ ...cieRow(payer, day), guide: String(4_000_001 + index) }));
  const [first, second, third, fourth] = rows;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return rows;
  const mistyped = `${fourth.reference.slice(0, -1)}${(Number(fourth.reference.at(-1)) + 1) % 10}`;
  return [
    ...rows,
    { ...first, guide: '4100001', concept: 'PAGO 2 DE 2' },
    { ...second, guide: '4100002', concept: 'PAGO IGUAL' },
    { ...second, guide: '4100002', concept: 'PAGO IGUAL' },
    { ...third, guide: '4100003', paymentType: 'CIS', concept: 'CHEQUE OTRO BANCO', amount: 450_000 },
    {
      date: day,
      guide: '4100004',
      reference: educationCreditReference(99_000_123),
      amount: 123_450,
      concept: 'REFERENCIA AJENA',
    },
    { date: day, guide: '4100005', reference: mistyped, amount: 80_000, concept: 'DIGITO EQUIVOCADO' },
    { date: day, guide: '4100006', reference: '', amount: 66_600, concept: 'SIN REFERENCIA' },
    { date: day, guide: '4100007', reference: first.reference, amount: 0, concept: 'IMPORTE EN CERO' },
    { rawLine: 'RENGLON ILEGIBLE' },
    ...payingOff.map(({ note, payoff }) => ({
      date: day,
      guide: '4100008',
      reference: note.item.paymentReference,
      amount: payoff + 15_000,
      concept: 'LIQUIDACION',
    })),
  ];
}

/** A gateway never gives a folio twice. */
const folioOf = (day: CalendarDate, index: number): string =>
  `W${day.slice(2).replaceAll('-', '')}${String(index).padStart(2, '0')}`;

const cieRow = ({ note, amount }: Payer, date: CalendarDate): CieFileRow => ({
  date,
  reference: note.item.paymentReference,
  amount,
  concept: 'PAGO CREDITO EDUCATIVO',
});

/** Notes that owe something, in an order drawn by chance, with what their borrower brings today. */
function payersOf(portfolio: readonly DemoFile[], day: CalendarDate, dice: Dice): Payer[] {
  return portfolio
    .flatMap(({ file, notes }) =>
      notes.map((note) => ({
        note,
        office: file.office,
        at: dice.next(),
        whole: dice.chance(0.3),
        part: dice.between(3, 25) * 10_000,
      })),
    )
    .sort((a, b) => a.at - b.at)
    .flatMap(({ note, office, whole, part }) => {
      const folded = foldEvents(note.history.terms, note.history.events).note;
      if (folded.state.accruedTo > day) return [];
      const valued = valueNote(folded.terms, folded.state, day);
      const due = sumOfComponents(valued.due);
      const payoff = sumOfComponents(valued.owed);
      if (payoff === 0) return [];
      const amount = due > 0 && whole && due < 1_500_000 ? due : Math.min(part, payoff);
      return [{ note, office, amount, payoff }];
    });
}

function clabe(index: number): string {
  const first17 = `072760${String(50_000_000_000 + index * 7_919).padStart(11, '0')}`;
  return `${first17}${clabeCheckDigit(first17)}`;
}
