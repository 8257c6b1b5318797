import { hermosilloDateTime, longDate, shortDate } from '../../../shared/calendar/spanish-dates.ts';
import type { AssetReader } from '../../../shared/documents/assets.ts';
import { type LetterheadDocument, letterheadPdf } from '../../../shared/documents/letterhead-pdf.ts';
import {
  drawAmountAndQr,
  drawHeading,
  drawLabelledValues,
  drawParagraph,
  drawSignatures,
} from '../../../shared/documents/pdf-blocks.ts';
import { drawTitledTable } from '../../../shared/documents/pdf-section.ts';
import type { PdfColumn, PdfRow } from '../../../shared/documents/pdf-table.ts';
import { INSTITUTE, whereToAsk } from '../../../shared/institute/institute-contact.ts';
import { COMPONENT_NAMES_ES, COMPONENTS } from '../../../shared/loan-book/component.ts';
import { NOTE_STATUS_NAMES_ES } from '../../../shared/loan-book/note-state.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import type { InterestStatement, NoteDetail, PaymentStatement } from '../page/note-detail.ts';
import type { AgreementStatement, NoteStatement, StatementModel } from '../page/statement-model.ts';
import {
  HOW_TO_PAY_ES,
  MAY_LACK_ES,
  MOVES_ES,
  nextDueText,
  payoffText,
  segmentText,
  splitText,
} from '../page/statement-words.ts';
import type { StatementPaper } from './keep-paper.ts';
import { PAPER_KINDS_ES } from './paper.ts';

/**
 * The statement on letterhead: what the page says, all movements of every note, and how to compare it. It adds no figure to the
 * model's and, as the page, names nobody.
 */
export async function statementPdf(
  assets: AssetReader,
  paper: StatementPaper,
): Promise<{ readonly bytes: Uint8Array; readonly pages: number }> {
  let pages = 0;
  const { kind, folio, issuedAt, model } = paper;
  const letterhead = {
    ...{ title: PAPER_KINDS_ES[kind], subtitle: `Al ${longDate(model.today)}`, folio, printedAt: issuedAt },
    ...(kind === 'copy' && { watermark: 'COPIA' }),
  };
  const bytes = await letterheadPdf(assets, letterhead, (document) => {
    drawStatement(document, paper);
    pages = document.bufferedPageRange().count;
  });
  return { bytes, pages };
}

function drawStatement(document: LetterheadDocument, { kind, verifyUrl, model, details }: StatementPaper): void {
  const { owedTotal, today, at, initials, ending, notes } = model;
  document.y += 6;
  drawAmountAndQr(document, {
    ...{ label: 'Hoy debe', amount: owedTotal },
    ...{ qrText: verifyUrl, qrName: 'Código QR para comprobar este documento' },
  });
  drawLabelledValues(
    document,
    [
      { label: 'De', value: `${initials} · contrato terminación ${ending}` },
      { label: 'Consultado', value: hermosilloDateTime(at) },
      { label: 'Compruebe que este documento es auténtico y está vigente', value: verifyUrl },
    ],
    1,
    { valueSize: 9 },
  );
  say(document, `Al ${longDate(today)}. ${MAY_LACK_ES}`);
  if (notes.length === 0) {
    say(document, 'No hay pagarés que mostrar.');
    return;
  }
  drawOwed(document, model);
  drawHeading(document, 'Para ponerse al corriente o liquidar');
  say(document, currentText(model));
  say(document, payoffText(model));
  drawHowToPay(document, model);
  drawNextDates(document, model);
  for (const { note, detail } of details) drawNote(document, note, detail);
  drawHeading(document, 'Aviso de privacidad');
  say(
    document,
    `El ${INSTITUTE.name} usa estos datos solo para administrar y recuperar el crédito. Puede pedir acceso, rectificación, cancelación u oposición en ${whereToAsk()}.`,
  );
  if (kind === 'copy') drawSignatures(document, RECEIVED);
}

/** The copy that stays is signed by whoever got the other. */
const RECEIVED = [
  { who: 'Recibí mi estado de cuenta', name: 'Nombre, firma y fecha' },
  { who: 'Por el Instituto', name: 'Nombre y firma de quien lo entrega' },
];

const say = (document: LetterheadDocument, text: string): void => {
  drawParagraph(document, text, { fontSize: 9 });
  document.y += 3;
};
const money = (title: string, width = 16): PdfColumn => ({ title, width, align: 'right' });

function drawOwed(document: LetterheadDocument, { notes, owed, owedTotal, dueTotal }: StatementModel): void {
  const row = (name: string, of: Pick<NoteStatement, 'owed' | 'owedTotal'>): PdfRow => ({
    cells: [name, ...COMPONENTS.map((component) => formatMxn(of.owed[component])), formatMxn(of.owedTotal)],
  });
  drawTitledTable(document, {
    title: 'Lo que debe, por contrato',
    columns: [
      { title: 'Contrato', width: 26 },
      ...COMPONENTS.map((component) => money(COMPONENT_NAMES_ES[component])),
      money('Debe'),
    ],
    rows: [
      ...notes.map((note) => row(nameOf(note), note)),
      { ...row('Todos', { owed, owedTotal }), style: 'total' as const },
    ],
  });
  const parts: readonly [string, (note: NoteStatement) => number][] = [
    ['Ya exigible', ({ dueTotal: due }) => due],
    ['Todavía no vence', ({ notDueTotal }) => notDueTotal],
    ['Se perdona si cumple', ({ setAside }) => setAside],
    ['Dado por incobrable', ({ writtenOff }) => writtenOff],
    ['Saldo a su favor', ({ held }) => held],
  ];
  // A column of zeros says nothing.
  const told = parts.filter(([title, of]) => title === 'Ya exigible' || notes.some((note) => of(note) !== 0));
  const sums = told.map(([title, of]) =>
    title === 'Ya exigible' ? dueTotal : notes.reduce((sum, n) => sum + of(n), 0),
  );
  drawTitledTable(document, {
    title: 'De ello, lo vencido y lo que falta',
    columns: [
      { title: 'Contrato', width: 26 },
      { title: 'Días de atraso', width: 12, align: 'right' },
      ...told.map(([title]) => money(title)),
    ],
    rows: [
      ...notes.map((note) => ({
        cells: [note.contractNumber, String(note.daysPastDue), ...told.map(([, of]) => formatMxn(of(note)))],
      })),
      { cells: ['Todos', '', ...sums.map(formatMxn)], style: 'total' as const },
    ],
  });
  if (notes.some(({ writtenOff }) => writtenOff !== 0))
    say(document, 'Lo dado por incobrable en los libros lo sigue debiendo y puede pagarlo.');
}

const nameOf = ({ contractNumber, status }: NoteStatement): string =>
  status === 'open' ? contractNumber : `${contractNumber} (${NOTE_STATUS_NAMES_ES[status]})`;

function currentText({ dueTotal, agreements }: StatementModel): string {
  if (dueTotal === 0) return 'Está al corriente: hoy no tiene nada vencido.';
  const due = `Para ponerse al corriente hoy: ${formatMxn(dueTotal)}.`;
  return agreements.length === 0
    ? due
    : `${due} Tiene un convenio vigente: mientras pague en sus fechas no tiene que cubrirlo de una vez.`;
}

function drawHowToPay(document: LetterheadDocument, { notes, fileReference, dueTotal }: StatementModel): void {
  const owing = notes.filter(({ owedTotal, writtenOff }) => owedTotal + writtenOff > 0);
  if (owing.length === 0) return;
  const whole: PdfRow[] =
    fileReference === null
      ? []
      : [{ cells: ['Todo su expediente, lo más antiguo primero', fileReference, formatMxn(dueTotal)] }];
  drawTitledTable(document, {
    title: 'Cómo pagar',
    columns: [{ title: 'Qué paga', width: 44 }, { title: 'Referencia', width: 34 }, money('Vencido hoy', 20)],
    rows: [
      ...whole,
      ...owing.map((note) => ({
        cells: [`Solo el contrato ${note.contractNumber}`, note.paymentReference, formatMxn(note.dueTotal)],
      })),
    ],
  });
  document.y += 4;
  say(document, HOW_TO_PAY_ES);
}

function drawNextDates(document: LetterheadDocument, { notes, agreements }: StatementModel): void {
  drawHeading(document, 'Próximas fechas');
  const due = notes.filter(({ nextDue }) => nextDue !== null);
  if (due.length === 0 && agreements.length === 0) say(document, 'No hay vencimientos por venir.');
  for (const note of due) say(document, nextDueText(note));
  for (const agreement of agreements) drawAgreement(document, agreement);
}

function drawAgreement(
  document: LetterheadDocument,
  { next, lateSince, graceDays, forgives }: AgreementStatement,
): void {
  drawTitledTable(document, {
    title: 'Su convenio',
    columns: [{ title: 'Fecha', width: 40 }, money('Pago', 20)],
    rows: next.map(({ due, amount }) => ({ cells: [longDate(due), formatMxn(amount)] })),
  });
  document.y += 4;
  if (lateSince !== null)
    say(
      document,
      `El pago del ${longDate(lateSince)} no se ha cubierto. Tiene ${graceDays} días de gracia desde esa fecha.`,
    );
  say(
    document,
    `Si cumple todos sus pagos se le perdonan ${formatMxn(forgives)}. Si no cumple, esa cantidad se le vuelve a cobrar.`,
  );
}

function drawNote(document: LetterheadDocument, note: NoteStatement, { payments, interest }: NoteDetail): void {
  if (payments.length === 0) {
    drawHeading(document, `Contrato ${note.contractNumber}: lo que ha pagado`);
    say(document, 'No hay pagos.');
  } else {
    drawTitledTable(document, {
      title: `Contrato ${note.contractNumber}: lo que ha pagado`,
      columns: [
        { title: 'Fecha', width: 14 },
        { title: 'Cómo se aplicó', width: 54 },
        money('Pago'),
        money('Quedó a deber'),
      ],
      rows: payments.map(paymentRow),
    });
  }
  for (const one of interest) drawInterest(document, note, one);
}

function paymentRow({ paidOn, recordedOn, channel, amount, application, balanceAfter }: PaymentStatement): PdfRow {
  const late = recordedOn > paidOn ? `. Se registró el ${shortDate(recordedOn)}, con la fecha en que pagó` : '';
  const credit = channel === 'credit' ? '. De su saldo a favor' : '';
  return {
    cells: [shortDate(paidOn), `${splitText(application)}${late}${credit}`, formatMxn(amount), formatMxn(balanceAfter)],
  };
}

function drawInterest(
  document: LetterheadDocument,
  { contractNumber }: NoteStatement,
  { kind, segments, moves, owed }: InterestStatement,
): void {
  if (segments.length === 0 && moves.length === 0) return;
  const name = COMPONENT_NAMES_ES[kind].toLowerCase();
  const moveRow = ({ because, amount }: InterestStatement['moves'][number]): PdfRow => ({
    cells: [MOVES_ES[because], formatMxn(amount)],
  });
  drawTitledTable(document, {
    title: `Contrato ${contractNumber}: cómo se calculó el ${name}`,
    columns: [{ title: 'De qué', width: 78 }, money('Importe', 20)],
    rows: [
      ...moves.filter(({ because }) => because === 'brought').map(moveRow),
      ...segments.map((segment) => ({ cells: [segmentText(segment), formatMxn(segment.interest)] })),
      ...moves.filter(({ because }) => because !== 'brought').map(moveRow),
      { cells: [`Suma: lo que debe hoy de ${name}`, formatMxn(owed)], style: 'total' as const },
    ],
  });
}
