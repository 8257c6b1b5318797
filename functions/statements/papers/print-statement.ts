import type { PageReply } from '../../../shared/http/page-handler.ts';
import type { Link } from '../../../shared/links/link.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { sessionOverPage } from '../page/landing-page.ts';
import { type NoteDetail, noteDetail } from '../page/note-detail.ts';
import type { PageDeps } from '../page/page-deps.ts';
import { NO_COOKIE } from '../page/session-cookie.ts';
import { type Shown, type ShownDeps, shownTo } from '../page/show-statement.ts';
import type { NoteStatement, StatementModel } from '../page/statement-model.ts';
import { codeOf, folioOf, ledgerVersionOf, newCheck, type Paper, type PaperScope } from './paper.ts';
import type { PaperBytes } from './paper-bytes.ts';
import { paperMachine } from './paper-machine.ts';
import type { PaperStore } from './paper-store.ts';

/** A statement as it is drawn: the page's own model, every note with all that happened on it. */
export interface StatementPaper {
  readonly folio: string;
  /** Where anybody can compare it. */
  readonly verifyUrl: string;
  readonly model: StatementModel;
  readonly details: readonly { readonly note: NoteStatement; readonly detail: NoteDetail }[];
  /** UTC instant. */
  readonly issuedAt: Date;
}

export interface PrintDeps extends ShownDeps, Pick<PageDeps, 'pastOf'> {
  readonly papers: PaperStore;
  readonly bytes: PaperBytes;
  readonly draw: (paper: StatementPaper) => Promise<{ readonly bytes: Uint8Array; readonly pages: number }>;
  /** Where the pages answer, without a slash at the end. */
  readonly publicUrl: string;
}

/** Papers of one day and version that a person may revoke before no other is made. */
const MOST_REVOKED = 10;

/**
 * The statement of a session on paper: one a scope, ledger version and day, whoever asks how often. Its record (folio, check
 * characters) is there before it is drawn, so that one cut off is drawn again with what it would have said; its bytes are
 * answered as they were kept.
 */
export async function printStatement(
  deps: PrintDeps,
  { cookies }: { readonly cookies: Readonly<Record<string, string>> },
): Promise<PageReply> {
  const shown = await shownTo(deps, cookies, 'documento');
  if (shown === undefined) return sessionOverPage([NO_COOKIE]);
  const paper = await paperOf(deps, shown);
  const bytes = paper.sha256 === null ? await drawAndKeep(deps, shown, paper) : await read(deps, paper);
  const fileName = `estado-de-cuenta-${paper.folio}.pdf`;
  return { status: 200, document: { contentType: 'application/pdf', bytes, fileName } };
}

/** The paper that stands for what is shown, begun when there is none. */
async function paperOf({ papers, now }: PrintDeps, { link, model, heads }: Shown): Promise<Paper> {
  const { fileId, office, signatory, noteIds } = link;
  const scope: PaperScope = {
    ...{ fileId, signatory, noteIds, on: model.today },
    ledgerVersion: ledgerVersionOf(heads, noteIds),
  };
  for (let times = 0; times <= MOST_REVOKED; times += 1) {
    const folio = folioOf(scope, times);
    const known = (await papers.find(folio)) ?? (await begin(papers, scope, { folio, office, at: now() }));
    if (known.fileId !== fileId) throw new RangeError(`two statements have one folio, ${folio}`);
    if (known.state !== 'revoked') return known;
  }
  throw new RangeError('too many papers of one day were revoked');
}

async function begin(
  papers: PaperStore,
  scope: PaperScope,
  { folio, office, at }: { readonly folio: string; readonly office: Link['office']; readonly at: Date },
): Promise<Paper> {
  const paper: Paper = {
    ...{ folio, office, ...scope, noteIds: scope.noteIds === null ? null : [...scope.noteIds] },
    ...{ check: newCheck(), issuedAt: at.toISOString(), sha256: null, pages: null },
    ...{ state: 'drawing', history: [], version: 1 },
  };
  if (await papers.begin(paper)) return paper;
  return demand(await papers.find(folio), folio);
}

async function drawAndKeep(deps: PrintDeps, { model, heads }: Shown, paper: Paper): Promise<Uint8Array> {
  const details = await Promise.all(
    model.notes.map(async (note) => {
      const head = heads.notes.find(({ noteId }) => noteId === note.noteId);
      if (head === undefined) throw new RangeError('a note of the statement has no head');
      return { note, detail: noteDetail(await deps.pastOf(head), model.today) };
    }),
  );
  const { folio, issuedAt } = paper;
  const drawn = await deps.draw({
    ...{ folio, verifyUrl: `${deps.publicUrl}/verificar/${codeOf(paper)}`, details },
    ...{ model: { ...model, at: new Date(issuedAt) }, issuedAt: new Date(issuedAt) },
  });
  const sha256 = await deps.bytes.keep(folio, drawn.bytes);
  const isKept = await tryStep(paperMachine, paper, {
    step: 'keep',
    stamp: { by: SYSTEM, on: model.today, key: sha256, reason: null },
    change: () => ({ sha256, pages: drawn.pages }),
    write: (next) => deps.papers.write(next),
  });
  // Somebody who asked at the same moment was first: theirs is the paper.
  return isKept ? drawn.bytes : read(deps, demand(await deps.papers.find(folio), folio));
}

function read({ bytes }: PrintDeps, { folio, sha256 }: Paper): Promise<Uint8Array> {
  if (sha256 === null) throw new RangeError(`the paper ${folio} has no bytes`);
  return bytes.read(folio, sha256);
}

function demand(paper: Paper | undefined, folio: string): Paper {
  if (paper === undefined) throw new RangeError(`the paper ${folio} is gone`);
  return paper;
}
