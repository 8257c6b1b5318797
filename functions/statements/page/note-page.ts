import { shortDate } from '../../../shared/calendar/spanish-dates.ts';
import { html, type SafeHtml } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { COMPONENT_NAMES_ES } from '../../../shared/loan-book/component.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import { type InterestStatement, MONTHS_SHOWN, type NoteDetail, type PaymentStatement } from './note-detail.ts';
import { framed } from './page-frame.ts';
import type { NoteStatement, StatementModel } from './statement-model.ts';
import { closing, whose } from './statement-page.ts';
import { MOVES_ES, segmentText, splitText } from './statement-words.ts';

/** What was paid on a note and how its interest was calculated, printed as the sum that it is. */
export function notePage(model: StatementModel, note: NoteStatement, detail: NoteDetail): PageReply {
  const title = `Contrato ${note.contractNumber}`;
  const body = html`${whose(model)}
<nav aria-label="Regresar"><a href="/estado">Regresar a su estado de cuenta</a></nav>
<h1>${title}</h1>
<h2>Lo que ha pagado</h2>
${paymentsText(detail.payments)}
<h2>Cómo se calculó</h2>
${detail.interest.map((interest) => interestText(interest, note))}
${closing()}`;
  return framed(200, title, body);
}

function paymentsText(payments: readonly PaymentStatement[]): SafeHtml {
  if (payments.length === 0) return html`<p>En los últimos ${MONTHS_SHOWN} meses no hay pagos.</p>`;
  return html`<p>De los últimos ${MONTHS_SHOWN} meses, del más reciente al más antiguo.</p>
<table class="wide">
<caption>Pagos</caption>
<thead><tr><th scope="col">Fecha</th><th scope="col">Cómo se aplicó</th><th scope="col" class="money">Pago</th><th scope="col" class="money">Quedó a deber</th></tr></thead>
<tbody>${payments.map(paymentRow)}</tbody>
</table>`;
}

function paymentRow({ paidOn, recordedOn, channel, amount, application, balanceAfter }: PaymentStatement): SafeHtml {
  const late =
    recordedOn > paidOn ? html`<br>Se registró el ${shortDate(recordedOn)}, con la fecha en que pagó.` : null;
  const credit = channel === 'credit' ? html`<br>De su saldo a favor.` : null;
  return html`<tr><th scope="row">${shortDate(paidOn)}</th><td data-name="Cómo se aplicó">${splitText(application)}${late}${credit}</td><td data-name="Pago" class="money">${formatMxn(amount)}</td><td data-name="Quedó a deber" class="money">${formatMxn(balanceAfter)}</td></tr>`;
}

function interestText({ kind, segments, moves, owed }: InterestStatement, note: NoteStatement): SafeHtml {
  const name = COMPONENT_NAMES_ES[kind];
  if (segments.length === 0 && moves.length === 0) return html`<h3>${name}</h3>\n<p>No se ha generado.</p>`;
  return html`<h3 id="${kind}">${name}: ${formatMxn(note.owed[kind])}</h3>
<table class="wide" aria-labelledby="${kind}">
<tbody>
${moves.filter(({ because }) => because === 'brought').map(moveRow)}
${segments.map((segment) => html`<tr><td>${segmentText(segment)}</td>${amount(segment.interest)}</tr>`)}
${moves.filter(({ because }) => because !== 'brought').map(moveRow)}
<tr class="sum"><th scope="row">Suma: lo que debe hoy de ${name.toLowerCase()}</th>${amount(owed)}</tr>
</tbody>
</table>
<p class="hint">Cada renglón va al centavo; la suma es la de su estado de cuenta.</p>`;
}

const moveRow = ({ because, amount: centavos }: InterestStatement['moves'][number]): SafeHtml =>
  html`<tr><td>${MOVES_ES[because]}</td>${amount(centavos)}</tr>`;

const amount = (centavos: number): SafeHtml => html`<td class="money">${formatMxn(centavos)}</td>`;
