import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { html, type SafeHtml } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { faultSummary, framed } from '../page/page-frame.ts';
import type { StatementModel } from '../page/statement-model.ts';
import { closing, whose } from '../page/statement-page.ts';
import { MOST_FACTS } from './asked-dispute.ts';
import { FINDING_NAMES_ES, type ToldDispute } from './dispute.ts';
import { DISPUTE_CONCEPT_NAMES_ES, DISPUTE_CONCEPTS } from './dispute-concepts.ts';
import { disputeMachine } from './dispute-machine.ts';
import { DISPUTE_TERMS } from './dispute-terms.ts';

/** What was typed, to be corrected: its writer is in with a session. */
export interface DisputeForm {
  readonly concepto: string;
  readonly pagare: string;
  readonly hechos: string;
}

export interface DisputeFault {
  readonly field: keyof DisputeForm;
  readonly message: string;
}

const TITLE = '¿No está de acuerdo?';
export const DISPUTES_PATH = '/estado/aclaraciones';
const EMPTY: DisputeForm = { concepto: '', pagare: '', hechos: '' };

/** The form, and what the reader presented before. */
export function disputesPage(
  model: StatementModel,
  disputes: readonly ToldDispute[],
  { form = EMPTY, faults = [] }: { readonly form?: DisputeForm; readonly faults?: readonly DisputeFault[] } = {},
): PageReply {
  const body = html`${whose(model)}
<h1>${TITLE}</h1>
${faults.length === 0 ? null : faultSummary(faults.map(({ field, message }) => html`<a href="#${field}">${message}</a>`))}
<p>Díganos qué no está bien en su estado de cuenta. Le damos un folio, le respondemos en ${DISPUTE_TERMS.answer.days} días hábiles y mientras tanto no le llamamos por ese concepto. El interés sigue corriendo; si tiene razón se corrige como debió ser desde el principio.</p>
${disputes.length === 0 ? null : html`<h2>Las que ha presentado</h2>\n<ul>${disputes.map(listed)}</ul>`}
<h2>Presentar una aclaración</h2>
${formOf(model, form, faults)}
<p><a href="/estado">Volver a su estado de cuenta</a></p>
${closing()}`;
  return framed(faults.length === 0 ? 200 : 422, faults.length === 0 ? TITLE : `Error: ${TITLE}`, body);
}

/** As its person may know it: what is proposed inside is being studied still. */
const stateName = (state: ToldDispute['state']): string => {
  if (state === 'proposed') return disputeMachine.states.studying;
  // Whether the answer has been delivered is the desk's business: to its reader it is there, and may be disagreed with.
  return state === 'answered' || state === 'closed' ? 'respondida' : disputeMachine.states[state];
};

const listed = ({ disputeId, folio, concept, state }: ToldDispute): SafeHtml =>
  html`<li><a href="${DISPUTES_PATH}/${disputeId}">${folio}: ${DISPUTE_CONCEPT_NAMES_ES[concept]}</a> (${stateName(state)})</li>`;

function formOf({ notes }: StatementModel, form: DisputeForm, faults: readonly DisputeFault[]): SafeHtml {
  const fault = (field: keyof DisputeForm) => faults.find((one) => one.field === field);
  const error = (field: keyof DisputeForm) => {
    const found = fault(field);
    return found === undefined ? null : html`<p class="error" id="error-${field}">Error: ${found.message}</p>`;
  };
  const invalid = (field: keyof DisputeForm) =>
    fault(field) === undefined ? null : html` aria-invalid="true" aria-describedby="error-${field}"`;
  const option = (value: string, text: string, chosen: string) =>
    html`<option value="${value}"${value === chosen ? html` selected` : null}>${text}</option>`;
  return html`<form method="post" action="${DISPUTES_PATH}" novalidate>
<label for="concepto">Qué no está bien</label>
${error('concepto')}
<select id="concepto" name="concepto" required${invalid('concepto')}>
${option('', 'Elija una', form.concepto)}
${DISPUTE_CONCEPTS.map((concept) => option(concept, DISPUTE_CONCEPT_NAMES_ES[concept], form.concepto))}
</select>
<label for="pagare">De qué contrato</label>
${error('pagare')}
<select id="pagare" name="pagare"${invalid('pagare')}>
${option('', 'Todos', form.pagare)}
${notes.map(({ number, contractNumber }) => option(String(number), contractNumber, form.pagare))}
</select>
<label for="hechos">Qué pasó</label>
<p class="hint" id="ayuda-hechos">Por ejemplo: cuándo pagó, cuánto y dónde. Hasta ${MOST_FACTS} letras. No escriba contraseñas ni números de tarjeta.</p>
${error('hechos')}
<textarea id="hechos" name="hechos" rows="7" maxlength="${MOST_FACTS}" required${fault('hechos') === undefined ? html` aria-describedby="ayuda-hechos"` : html` aria-invalid="true" aria-describedby="error-hechos ayuda-hechos"`}>${form.hechos}</textarea>
<button>Presentar mi aclaración</button>
</form>`;
}

/** Presented and not kept yet: that takes moments. */
export function disputeComingPage(reader: Pick<StatementModel, 'initials' | 'ending'>, folio: string): PageReply {
  const body = html`${whose(reader)}
<h1>Recibimos su aclaración</h1>
<p>Su folio es <strong>${folio}</strong>. Anótelo. Le llegará también por correo, y aquí podrá ver cómo va en unos minutos.</p>
<p><a href="${DISPUTES_PATH}">Ver sus aclaraciones</a></p>
${closing()}`;
  return framed(200, 'Recibimos su aclaración', body);
}

/** One of the reader's disputes: how it stands, until when it is answered, and the answer. */
export function disputePage(
  model: StatementModel,
  dispute: ToldDispute,
  { evidence, dissent }: { readonly evidence: SafeHtml; readonly dissent: DissentView | null },
): PageReply {
  const { folio, concept, contractNumber, receivedOn, facts, state } = dispute;
  const fault = dissent === 'asked' ? undefined : dissent?.fault;
  const title = `Aclaración ${folio}`;
  const row = (name: string, value: SafeHtml | string) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
  const body = html`${whose(model)}
<h1>${title}</h1>
${fault === undefined ? null : faultSummary([html`<a href="#motivo">${fault}</a>`])}
<table>
<caption>Lo que presentó</caption>
<tbody>
${row('Qué no está bien', DISPUTE_CONCEPT_NAMES_ES[concept])}
${row('Contrato', contractNumber ?? 'Todos')}
${row('Presentada el', longDate(receivedOn))}
${row('Cómo va', stateName(state))}
</tbody>
</table>
<blockquote>${facts}</blockquote>
${stateText(dispute)}
${dissent === null ? null : dissentSection(dispute, dissent)}
${evidence}
<p><a href="${DISPUTES_PATH}">Ver sus aclaraciones</a> · <a href="/estado">Volver a su estado de cuenta</a></p>
${closing()}`;
  return framed(fault === undefined ? 200 : 422, fault === undefined ? title : `Error: ${title}`, body);
}

function stateText({ state, answerBy, firstAnswerBy, dataAsked, dataBy, finding, answer }: ToldDispute): SafeHtml {
  switch (state) {
    case 'received':
    case 'acknowledged':
    case 'studying':
    case 'proposed': {
      const extended = answerBy === firstAnswerBy ? '' : ` (era el ${longDate(firstAnswerBy)}; necesitamos más tiempo)`;
      return html`<p>Le responderemos a más tardar el <strong>${longDate(answerBy)}</strong>${extended}.</p>`;
    }
    case 'waiting':
      return html`<p><strong>Necesitamos de usted:</strong> ${dataAsked ?? ''}</p>
<p>Súbalo aquí o tráigalo a más tardar el ${dataBy === null ? '' : longDate(dataBy)}. Si no lo recibimos la cerraremos; puede traerlo después y la seguimos.</p>`;
    case 'lapsed':
      return html`<p>La cerramos porque no recibimos lo que le pedimos: ${dataAsked ?? ''}. Tráigalo a nuestras oficinas y la seguimos.</p>`;
    case 'answered':
    case 'closed':
    case 'dissented':
      return html`<h2>Nuestra respuesta: ${finding === null ? '' : FINDING_NAMES_ES[finding]}</h2>
<p>${answer ?? ''}</p>
${state === 'dissented' ? html`<p>Nos dijo que no está de acuerdo: su caso pasa a queja y lo verá otra persona.</p>` : null}`;
  }
}

/** For whoever does not agree with the answer: the form with what was wrong with it, or that it was said already. */
export type DissentView = 'asked' | { readonly typed?: string; readonly fault?: string | undefined };

function dissentSection({ dissentUntil }: ToldDispute, dissent: DissentView): SafeHtml {
  const heading = html`<h2 id="inconforme">¿No está de acuerdo con la respuesta?</h2>`;
  if (dissent === 'asked')
    return html`${heading}\n<p role="status">Recibimos lo que nos dijo: su caso pasa a queja y lo verá otra persona.</p>`;
  const { typed = '', fault } = dissent;
  const until = dissentUntil === null ? '' : ` hasta el ${longDate(dissentUntil)}`;
  return html`${heading}
<p>Puede decirlo aquí o en nuestras oficinas${until}. Su caso pasa a queja y lo verá otra persona.</p>
<form method="post" novalidate>
<label for="motivo">Por qué no está de acuerdo</label>
<p class="hint" id="ayuda-motivo">Hasta ${MOST_FACTS} letras. No escriba contraseñas ni números de tarjeta.</p>
${fault === undefined ? null : html`<p class="error" id="error-motivo">Error: ${fault}</p>`}
<textarea id="motivo" name="motivo" rows="5" maxlength="${MOST_FACTS}" required${fault === undefined ? html` aria-describedby="ayuda-motivo"` : html` aria-invalid="true" aria-describedby="error-motivo ayuda-motivo"`}>${typed}</textarea>
<button>No estoy de acuerdo</button>
</form>`;
}

/** After an upload: the browser comes from the bucket and without its cookie, which a click of the reader's brings back. */
export function evidenceReceivedPage(): PageReply {
  const body = html`<h1>Recibimos su documento</h1>
<p>Lo verá en su aclaración. <a href="${DISPUTES_PATH}">Volver a sus aclaraciones</a></p>`;
  return framed(200, 'Recibimos su documento', body);
}
