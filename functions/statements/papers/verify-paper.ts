import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { html, type SafeHtml } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { whereToAsk } from '../../../shared/institute/institute-contact.ts';
import { whyNotEnded } from '../../../shared/ledger/debt-ended.ts';
import { ledgerVersionOf } from '../../../shared/ledger/ledger-version.ts';
import { type Code, hasCheck, readCode } from '../../../shared/links/folio.ts';
import type { RateLimit } from '../../../shared/links/rate-limits.ts';
import {
  RELEASE_LETTER_NAMES_ES,
  type ReleaseLetter,
  type ReleaseLetterStore,
} from '../../../shared/links/release-letter.ts';
import type { PageDeps } from '../page/page-deps.ts';
import { framed } from '../page/page-frame.ts';
import { refuseStatement } from '../statement-refusals.ts';
import { FOLIO, PAPER_KINDS_ES, type Paper } from './paper.ts';
import type { PaperStore } from './paper-store.ts';

/** Looked up by one visitor, and of one folio by everybody: forty bits are not guessed at this pace. */
const BY_VISITOR: RateLimit = { kind: 'VERIFY', most: 20, windowMinutes: 10 };
const BY_FOLIO: RateLimit = { kind: 'FOLIO', most: 60, windowMinutes: 60 };

export interface VerifyDeps extends Pick<PageDeps, 'clock' | 'now' | 'limits' | 'headsOfFile'> {
  readonly papers: Pick<PaperStore, 'find'>;
  readonly letters: Pick<ReleaseLetterStore, 'find'>;
}

export type Standing = 'valid' | 'replaced' | 'revoked';

/**
 * Whether a statement or a letter on paper is ours and good still, to whoever has it: its state, day, kind and pages, and nothing of whom or
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
  const known = FOLIO.test(code.folio) ? await knownStatement(deps, code) : await knownLetter(deps, code);
  return known ?? unknownPage();
}

async function knownStatement(deps: VerifyDeps, { folio, check }: Code): Promise<PageReply | undefined> {
  const paper = await deps.papers.find(folio);
  if (paper === undefined || paper.state === 'drawing' || !hasCheck(paper, check)) return undefined;
  return knownPage({ ...paper, name: PAPER_KINDS_ES[paper.kind] }, await standingOf(deps, paper), STATEMENT_TEXTS);
}

async function knownLetter(deps: VerifyDeps, { folio, check }: Code): Promise<PageReply | undefined> {
  const letter = await deps.letters.find(folio);
  if (letter === undefined || !hasCheck(letter, check)) return undefined;
  const name = RELEASE_LETTER_NAMES_ES[letter.kind];
  return knownPage({ ...letter, name }, await standingOfLetter(deps, letter), LETTER_TEXTS);
}

/** Revoked as soon as the ledger says that something is owed again, whether or not the letter's record says so yet. */
async function standingOfLetter(
  { headsOfFile, clock }: VerifyDeps,
  { state, fileId, ledgerVersion }: ReleaseLetter,
): Promise<Exclude<Standing, 'replaced'>> {
  if (state === 'revoked') return 'revoked';
  const heads = await headsOfFile(fileId);
  if (ledgerVersionOf(heads, null) === ledgerVersion) return 'valid';
  return heads.notes.every((head) => whyNotEnded(head, clock.today()) === undefined) ? 'valid' : 'revoked';
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

const STATEMENT_TEXTS: Readonly<Record<Standing, string>> = {
  valid:
    'Lo emitió el Instituto y desde entonces no hay movimientos: sus cifras son las de su fecha. El interés sigue corriendo después de ella.',
  replaced:
    'Lo emitió el Instituto, pero después hubo movimientos: las cifras de hoy son otras. Pida uno nuevo a quien se lo dio.',
  revoked: 'El Instituto lo dejó sin efecto. No lo tome como prueba de nada.',
};

const LETTER_TEXTS: Readonly<Record<Exclude<Standing, 'replaced'>, string>> = {
  valid:
    'Lo emitió el Instituto y sigue siendo cierto: la persona del documento no debe nada de sus créditos educativos.',
  revoked:
    'Lo emitió el Instituto, pero quedó sin efecto: después se canceló un pago, o el Instituto lo dejó sin efecto. No lo tome como prueba de que no hay adeudo.',
};

interface KnownPaper {
  readonly name: string;
  readonly folio: string;
  readonly on: CalendarDate;
  readonly pages: number | null;
}

function knownPage<Of extends Standing>(
  { name, folio, on, pages }: KnownPaper,
  standing: Of,
  texts: Readonly<Record<Of, string>>,
): PageReply {
  const row = (label: string, value: SafeHtml | string) =>
    html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`;
  const title = `${STANDING_ES[standing]}: documento ${folio}`;
  const body = html`<h1>${STANDING_ES[standing]}</h1>
<p>${texts[standing]}</p>
<table>
<caption>El documento</caption>
<tbody>
${row('Folio', folio)}
${row('Qué es', name)}
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
