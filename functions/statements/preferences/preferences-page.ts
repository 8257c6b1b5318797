import { hermosilloDateTime } from '../../../shared/calendar/spanish-dates.ts';
import { html, type SafeHtml } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { faultSummary, framed } from '../page/page-frame.ts';
import type { StatementModel } from '../page/statement-model.ts';
import { closing, whose } from '../page/statement-page.ts';
import { CHANNEL_ES, CHANNELS, type Choices, HOURS, HOURS_ES, type Preferences } from './preferences.ts';

const TITLE = 'Mis avisos';

export interface PreferencesView extends Pick<StatementModel, 'initials' | 'ending'> {
  readonly maySubscribe: boolean;
  /** Numbers of the reader. */
  readonly phones: Choices['doNotCall'];
  readonly saved: Preferences | undefined;
  readonly choices: Choices;
  readonly fault?: string;
}

/** What somebody chose to be told, how and when; a plain form. */
export function preferencesPage(view: PreferencesView): PageReply {
  const { phones, saved, choices, fault, maySubscribe } = view;
  const body = html`${whose(view)}
<nav aria-label="Regresar"><a href="/estado">Regresar a su estado de cuenta</a></nav>
<h1>${TITLE}</h1>
${fault === undefined ? null : faultSummary([html`<a href="#medio-email">${fault}</a>`])}
${saved === undefined ? null : html`<p role="status">Guardados el ${hermosilloDateTime(new Date(saved.changedAt))}.</p>`}
<form method="post" novalidate>
${maySubscribe ? monthlyField(choices) : null}
<fieldset>
<legend>¿Por qué medio prefiere que le avisemos?</legend>
${CHANNELS.map((channel) => tick(`medio-${channel}`, CHANNEL_ES[channel], choices.channels.includes(channel)))}
</fieldset>
<fieldset>
<legend>¿A qué hora podemos llamarle?</legend>
${HOURS.map((hours) => radio('horario', hours, HOURS_ES[hours], choices.hours === hours))}
</fieldset>
${phones.length === 0 ? null : phonesField(phones, choices)}
<button>Guardar mis avisos</button>
</form>
<p class="hint">Los avisos que la ley nos obliga a darle le llegarán de todas formas. Para cambiar un teléfono o un correo acuda a su oficina: por seguridad no se cambian aquí.</p>
${closing()}`;
  return framed(fault === undefined ? 200 : 422, fault === undefined ? TITLE : `Error: ${TITLE}`, body);
}

const monthlyField = ({ monthlyStatement }: Choices): SafeHtml => html`<fieldset>
<legend>¿Quiere recibir cada mes una liga a su estado de cuenta?</legend>
<p class="hint">Le llega al correo que tenemos registrado; la liga le pide los mismos datos que hoy. Puede dejarlo cuando quiera.</p>
${radio('mensual', 'si', 'Sí, cada mes', monthlyStatement)}
${radio('mensual', 'no', 'No', !monthlyStatement)}
</fieldset>`;

const phonesField = (phones: Choices['doNotCall'], { doNotCall }: Choices): SafeHtml => html`<fieldset>
<legend>No me llamen a este número</legend>
${phones.map(({ phoneHash, ending }) =>
  tick(
    `nollamar-${phoneHash}`,
    `El que termina en ${ending}`,
    doNotCall.some((one) => one.phoneHash === phoneHash),
  ),
)}
</fieldset>`;

const checked = (isChosen: boolean): SafeHtml | null => (isChosen ? html` checked` : null);

const tick = (name: string, label: string, isChosen: boolean): SafeHtml =>
  html`<div class="choice"><input type="checkbox" id="${name}" name="${name}" value="si"${checked(isChosen)}> <label for="${name}">${label}</label></div>`;

const radio = (name: string, value: string, label: string, isChosen: boolean): SafeHtml =>
  html`<div class="choice"><input type="radio" id="${name}-${value}" name="${name}" value="${value}"${checked(isChosen)}> <label for="${name}-${value}">${label}</label></div>`;
