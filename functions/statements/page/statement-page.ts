import { hermosilloDateTime, longDate } from '../../../shared/calendar/spanish-dates.ts';
import { html, type SafeHtml } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { INSTITUTE, whereToAsk } from '../../../shared/institute/institute-contact.ts';
import { COMPONENT_NAMES_ES, COMPONENTS } from '../../../shared/loan-book/component.ts';
import { NOTE_STATUS_NAMES_ES } from '../../../shared/loan-book/note-state.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import { framed } from './page-frame.ts';
import type { AgreementStatement, NoteStatement, StatementModel } from './statement-model.ts';
import { HOW_TO_PAY_ES, MAY_LACK_ES, nextDueText, payoffText } from './statement-words.ts';

const money = (centavos: number): SafeHtml => html`<td class="money">${formatMxn(centavos)}</td>`;

/** The statement: what is owed today, how to be current, how to pay. It adds no figure to the model's. */
export function statementPage(model: StatementModel): PageReply {
  const { notes } = model;
  const body = html`${whose(model)}
<h1>Su estado de cuenta</h1>
${owedSection(model)}
${notes.map((note) => noteTable(note, notes.length))}
<h2>Para ponerse al corriente o liquidar</h2>
${currentText(model)}
<p>${payoffText(model)}</p>
<h2>Cómo pagar</h2>
${howToPay(model)}
<h2>Sus movimientos y cómo se calculó</h2>
<nav aria-label="Movimientos por pagaré"><ul>${notes.map(
    ({ number, contractNumber }) =>
      html`<li><a href="/estado/${number}">Contrato ${contractNumber}: lo que ha pagado y cómo se calculó</a></li>`,
  )}</ul></nav>
<p><a href="/estado/documento">Descargar su estado de cuenta en PDF</a>, con todos sus movimientos y un folio que cualquiera puede comprobar.</p>
<h2>Próximas fechas</h2>
${nextDates(model)}
<h2>¿No está de acuerdo?</h2>
<p>Si algo no está bien, <a href="/estado/aclaraciones">presente una aclaración o vea cómo va la suya</a>.</p>
<h2>Mis avisos</h2>
<p><a href="/estado/avisos">Elija cómo y a qué hora le avisamos</a>, y si quiere su estado de cuenta cada mes.</p>
<h2>Aviso de privacidad</h2>
${privacyText()}
${closing()}`;
  return framed(200, 'Su estado de cuenta', body);
}

/** Heads every page, so that the reader knows it is about them; others learn nothing from it. */
export const whose = ({ initials, ending }: Pick<StatementModel, 'initials' | 'ending'>): SafeHtml =>
  html`<p class="who">${initials} · contrato terminación ${ending}</p>`;

export const closing = (): SafeHtml =>
  html`<form method="post" action="/estado/cerrar"><button class="quiet">Cerrar mi consulta</button></form>`;

function owedSection({ owedTotal, today, at, notes }: StatementModel): SafeHtml {
  if (notes.length === 0) return html`<p>No hay pagarés que mostrar.</p>`;
  return html`<h2>Hoy debe</h2>
<p class="figure">${formatMxn(owedTotal)}</p>
<p>Al ${longDate(today)}, consultado el ${hermosilloDateTime(at)}. ${MAY_LACK_ES}</p>`;
}

function noteTable(note: NoteStatement, of: number): SafeHtml {
  const { contractNumber, owed, owedTotal, dueTotal, notDueTotal, setAside, held, writtenOff, daysPastDue, status } =
    note;
  const rows = COMPONENTS.filter((component) => owed[component] !== 0);
  const row = (name: string, amount: number) => html`<tr><th scope="row">${name}</th>${money(amount)}</tr>`;
  return html`<table>
<caption>${of === 1 ? 'Su contrato' : 'Contrato'} ${contractNumber}${status === 'open' ? '' : ` (${NOTE_STATUS_NAMES_ES[status]})`}</caption>
<tbody>
${rows.map((component) => row(COMPONENT_NAMES_ES[component], owed[component]))}
<tr class="sum"><th scope="row">Debe de este contrato</th>${money(owedTotal)}</tr>
${dueTotal === 0 ? null : row(daysPastDue > 0 ? `Ya vencido (${daysPastDue} días de atraso)` : 'Ya exigible', dueTotal)}
${notDueTotal === 0 ? null : row('Todavía no vence', notDueTotal)}
${setAside === 0 ? null : row('Se perdona si cumple su convenio', setAside)}
${writtenOff === 0 ? null : row('Dado por incobrable en los libros; lo sigue debiendo y puede pagarlo', writtenOff)}
${held === 0 ? null : row('Saldo a su favor, guardado', held)}
</tbody>
</table>`;
}

function currentText({ dueTotal, agreements }: StatementModel): SafeHtml {
  if (dueTotal === 0) return html`<p>Está al corriente: hoy no tiene nada vencido.</p>`;
  const due = html`<p>Para ponerse al corriente hoy: <strong>${formatMxn(dueTotal)}</strong>.</p>`;
  if (agreements.length === 0) return due;
  return html`${due}\n<p>Tiene un convenio vigente: mientras pague en sus fechas (están abajo) no tiene que cubrirlo de una vez.</p>`;
}

function howToPay({ notes, fileReference }: StatementModel): SafeHtml {
  const owing = notes.filter(({ owedTotal, writtenOff }) => owedTotal + writtenOff > 0);
  if (owing.length === 0) return html`<p>No tiene nada que pagar.</p>`;
  return html`<p>${HOW_TO_PAY_ES}</p>
<table class="wide">
<caption>Sus referencias</caption>
<thead><tr><th scope="col">Qué paga</th><th scope="col">Referencia</th><th scope="col" class="money">Vencido hoy</th></tr></thead>
<tbody>
${
  fileReference === null
    ? null
    : html`<tr><th scope="row">Todo su expediente, lo más antiguo primero</th><td data-name="Referencia"><code>${fileReference}</code></td><td data-name="Vencido hoy" class="money">${formatMxn(owing.reduce((sum, { dueTotal }) => sum + dueTotal, 0))}</td></tr>`
}
${owing.map(
  ({ contractNumber, paymentReference, dueTotal }) =>
    html`<tr><th scope="row">Solo el contrato ${contractNumber}</th><td data-name="Referencia"><code>${paymentReference}</code></td><td data-name="Vencido hoy" class="money">${formatMxn(dueTotal)}</td></tr>`,
)}
</tbody>
</table>`;
}

function nextDates({ notes, agreements }: StatementModel): SafeHtml {
  const due = notes.filter(({ nextDue }) => nextDue !== null);
  if (due.length === 0 && agreements.length === 0) return html`<p>No hay vencimientos por venir.</p>`;
  return html`${due.length === 0 ? null : html`<ul class="plain">${due.map((note) => html`<li>${nextDueText(note)}</li>`)}</ul>`}
${agreements.map(agreementText)}`;
}

function agreementText({ next, lateSince, graceDays, forgives }: AgreementStatement): SafeHtml {
  return html`<h3>Su convenio</h3>
<ul class="plain">${next.map(({ due, amount }) => html`<li>${longDate(due)}: ${formatMxn(amount)}</li>`)}</ul>
${lateSince === null ? null : html`<p><strong>El pago del ${longDate(lateSince)} no se ha cubierto.</strong> Tiene ${graceDays} días de gracia desde esa fecha.</p>`}
<p>Si cumple todos sus pagos se le perdonan ${formatMxn(forgives)}. Si no cumple, esa cantidad se le vuelve a cobrar.</p>`;
}

function privacyText(): SafeHtml {
  const { value: full } = INSTITUTE.privacyNotice;
  return html`<p>El ${INSTITUTE.name} usa sus datos solo para administrar y recuperar su crédito, y anota cada consulta que se hace de ellos. Puede pedir acceso, rectificación, cancelación u oposición en ${whereToAsk()}.${full === null ? null : html` <a href="${full}">Aviso completo</a>.`}</p>`;
}
