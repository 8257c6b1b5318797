import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { html, type SafeHtml } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { whereToAsk } from '../../../shared/institute/institute-contact.ts';
import type { RateLimit } from '../../../shared/links/rate-limits.ts';
import type { PageDeps } from '../page/page-deps.ts';
import { framed } from '../page/page-frame.ts';
import { refuseStatement } from '../statement-refusals.ts';
import { hasCheck, ledgerVersionOf, PAPER_KINDS_ES, type Paper, readCode } from './paper.ts';
import type { PaperStore } from './paper-store.ts';

/** Looked up by one visitor, and of one folio by everybody: forty bits are not guessed at this pace. */
const BY_VISITOR: RateLimit = { kind: 'VERIFY', most: 20, windowMinutes: 10 };
const BY_FOLIO: RateLimit = { kind: 'FOLIO', most: 60, windowMinutes: 60 };

export interface VerifyDeps extends Pick<PageDeps, 'now' | 'limits' | 'headsOfFile'> {
  readonly papers: Pick<PaperStore, 'find'>;
}

export type Standing = 'valid' | 'replaced' | 'revoked';

/**
 * Whether a statement on paper is ours and good still, to whoever has it: its state, day, kind and pages, and nothing of whom or
 * how much. A folio without its check characters is as one that never was. Throws `too-many-requests`.
 */
export async function verifyPaper(deps: VerifyDeps, typed: string, visitor: string): Promise<PageReply> {
  const code = readCode(typed);
  if (code === undefined) return unknownPage();
  const now = deps.now();
  if (!(await deps.limits.allows(BY_VISITOR, visitor, now)) || !(await deps.limits.allows(BY_FOLIO, code.folio, now))) {
    throw refuseStatement('too-many-requests', 'Se comprobaron muchos folios. Espere unos minutos.', {
      retryAfterSeconds: BY_VISITOR.windowMinutes * 60,
    });
  }
  const paper = await deps.papers.find(code.folio);
  if (paper === undefined || paper.state === 'drawing' || !hasCheck(paper, code.check)) return unknownPage();
  return knownPage(paper, await standingOf(deps, paper));
}

/** Replaced as soon as the ledger has recorded anything on its notes, whatever its value date. */
export async function standingOf(
  { headsOfFile }: Pick<VerifyDeps, 'headsOfFile'>,
  { state, fileId, noteIds, ledgerVersion }: Paper,
): Promise<Standing> {
  if (state === 'revoked') return 'revoked';
  return ledgerVersionOf(await headsOfFile(fileId), noteIds) === ledgerVersion ? 'valid' : 'replaced';
}

export const STANDING_ES: Readonly<Record<Standing, string>> = {
  valid: 'Vigente',
  replaced: 'Reemplazado',
  revoked: 'Revocado',
};

function standingText(standing: Standing): string {
  switch (standing) {
    case 'valid':
      return 'Lo emitió el Instituto y desde entonces no hay movimientos: sus cifras son las de su fecha. El interés sigue corriendo después de ella.';
    case 'replaced':
      return 'Lo emitió el Instituto, pero después hubo movimientos: las cifras de hoy son otras. Pida uno nuevo a quien se lo dio.';
    case 'revoked':
      return 'El Instituto lo dejó sin efecto. No lo tome como prueba de nada.';
  }
}

function knownPage({ kind, folio, on, pages }: Paper, standing: Standing): PageReply {
  const row = (name: string, value: SafeHtml | string) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
  const title = `${STANDING_ES[standing]}: documento ${folio}`;
  const body = html`<h1>${STANDING_ES[standing]}</h1>
<p>${standingText(standing)}</p>
<table>
<caption>El documento</caption>
<tbody>
${row('Folio', folio)}
${row('Qué es', PAPER_KINDS_ES[kind])}
${row('Con cifras del', longDate(on))}
${row('Páginas', String(pages ?? ''))}
</tbody>
</table>
<p>Compare el folio, la fecha y las páginas con las de su papel. Por seguridad aquí no se muestran nombres ni importes.</p>`;
  return framed(200, title, body);
}

function unknownPage(): PageReply {
  const title = 'No reconocemos ese documento';
  const body = html`<h1>${title}</h1>
<p>El folio no existe o no va con sus últimos 8 caracteres. Escanee el código del papel, o copie completa la dirección que está debajo de él.</p>
<p>Si el papel dice lo mismo, no lo emitió el Instituto. ¿Dudas? Acuda a ${whereToAsk()}.</p>`;
  return framed(404, title, body);
}
