import { html } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { askForStatement } from '../asking/ask-for-statement.ts';
import { askedDatumSchema, askedNumberSchema } from '../asking/asked.ts';
import type { PageDeps } from './page-deps.ts';
import { faultSummary, framed } from './page-frame.ts';

const TITLE = 'Pedir mi estado de cuenta';

interface Fault {
  readonly field: 'numero' | 'dato';
  readonly message: string;
}

/** The form by which anybody asks for a link. What was typed is not written back: it may be on a shared screen. */
export function askingPage(faults: readonly Fault[] = []): PageReply {
  const of = (field: Fault['field']) => faults.find((fault) => fault.field === field);
  const invalid = (field: Fault['field'], help: string) =>
    of(field) === undefined
      ? html` aria-describedby="${help}"`
      : html` aria-invalid="true" aria-describedby="error-${field} ${help}"`;
  const error = (field: Fault['field']) => {
    const fault = of(field);
    return fault === undefined ? null : html`<p class="error" id="error-${field}">Error: ${fault.message}</p>`;
  };
  const body = html`<h1>${TITLE}</h1>
${faults.length === 0 ? null : faultSummary(faults.map(({ field, message }) => html`<a href="#${field}">${message}</a>`))}
<p>Le enviaremos una liga al correo que tenemos registrado. En ella verá cuánto debe, cómo se calculó y cómo pagar.</p>
<form method="post" novalidate>
<label for="numero">Número de contrato o referencia de pago</label>
<p class="hint" id="ayuda-numero">Está en su contrato y en sus recibos.</p>
${error('numero')}
<input id="numero" name="numero" autocomplete="off" autocapitalize="characters" spellcheck="false" required${invalid('numero', 'ayuda-numero')}>
<label for="dato">Su CURP o su correo</label>
<p class="hint" id="ayuda-dato">El correo que dio al Instituto, completo.</p>
${error('dato')}
<input id="dato" name="dato" autocomplete="email" autocapitalize="none" spellcheck="false" required${invalid('dato', 'ayuda-dato')}>
<button>Enviar la liga a mi correo</button>
</form>`;
  return framed(faults.length === 0 ? 200 : 400, faults.length === 0 ? TITLE : `Error: ${TITLE}`, body);
}

/** Asks, and says the same whatever becomes of it. */
export async function askByForm(
  deps: PageDeps,
  { form, visitor }: { readonly form: Readonly<Record<string, string>>; readonly visitor: string },
): Promise<PageReply> {
  const number = askedNumberSchema.safeParse(form.numero ?? '');
  const datum = askedDatumSchema.safeParse(form.dato ?? '');
  const faults = [
    ...(number.success ? [] : [{ field: 'numero' as const, message: messageOf(number.error) }]),
    ...(datum.success ? [] : [{ field: 'dato' as const, message: messageOf(datum.error) }]),
  ];
  if (!number.success || !datum.success) return askingPage(faults);
  const { message } = await askForStatement(deps, { number: number.data, datum: datum.data, visitor });
  return framed(202, 'Revise su correo', html`<h1>Revise su correo</h1>\n<p>${message}</p>`);
}

const messageOf = ({ issues }: { readonly issues: readonly { readonly message: string }[] }): string =>
  issues[0]?.message ?? 'Revise este dato.';
