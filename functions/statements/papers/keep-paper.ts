import { ledgerVersionOf } from '../../../shared/ledger/ledger-version.ts';
import { codeOf, newCheck } from '../../../shared/links/folio.ts';
import type { Link } from '../../../shared/links/link.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { type NoteDetail, noteDetail } from '../page/note-detail.ts';
import type { PageDeps } from '../page/page-deps.ts';
import type { NoteStatement, StatementModel } from '../page/statement-model.ts';
import { folioOf, type Paper, type PaperKind, type PaperScope } from './paper.ts';
import type { PaperBytes } from './paper-bytes.ts';
import { paperMachine } from './paper-machine.ts';
import type { PaperStore } from './paper-store.ts';

/** A statement as it is drawn: the page's own model, every note with all that happened on it. */
export interface StatementPaper {
  readonly kind: PaperKind;
  readonly folio: string;
  /** Where anybody can compare it. */
  readonly verifyUrl: string;
  readonly model: StatementModel;
  readonly details: readonly { readonly note: NoteStatement; readonly detail: NoteDetail }[];
  /** UTC instant. */
  readonly issuedAt: Date;
}

export interface KeepPaperDeps extends Pick<PageDeps, 'now' | 'pastOf'> {
  readonly papers: PaperStore;
  readonly bytes: PaperBytes;
  readonly draw: (paper: StatementPaper) => Promise<{ readonly bytes: Uint8Array; readonly pages: number }>;
  /** Where the pages answer, without a slash at the end. */
  readonly publicUrl: string;
}

/** Whose statement, and what it says now. */
export interface PaperSubject {
  readonly of: Pick<Link, 'fileId' | 'office' | 'signatory' | 'noteIds'>;
  readonly model: StatementModel;
  readonly heads: Awaited<ReturnType<PageDeps['headsOfFile']>>;
}

/** Papers of one day and version that a person may revoke before no other is made. */
const MOST_REVOKED = 10;

/**
 * The statement on paper: one a kind, scope, ledger version and day, whoever asks how often. Its record (folio, check
 * characters) is there before it is drawn, so that one cut off is drawn again with what it would have said; its bytes are
 * answered as they were kept.
 */
export async function keptPaper(
  deps: KeepPaperDeps,
  kind: PaperKind,
  subject: PaperSubject,
): Promise<{ readonly folio: string; readonly bytes: Uint8Array }> {
  const paper = await paperOf(deps, kind, subject);
  const bytes = paper.sha256 === null ? await drawAndKeep(deps, subject, paper) : await read(deps, paper);
  return { folio: paper.folio, bytes };
}

/** The paper that stands for what is shown, begun when there is none. */
async function paperOf(
  { papers, now }: KeepPaperDeps,
  kind: PaperKind,
  { of, model, heads }: PaperSubject,
): Promise<Paper> {
  const { fileId, office, signatory, noteIds } = of;
  const scope: PaperScope = {
    ...{ kind, fileId, signatory, noteIds, on: model.today },
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

async function drawAndKeep(deps: KeepPaperDeps, { model, heads }: PaperSubject, paper: Paper): Promise<Uint8Array> {
  const details = await Promise.all(
    model.notes.map(async (note) => {
      const head = heads.notes.find(({ noteId }) => noteId === note.noteId);
      if (head === undefined) throw new RangeError('a note of the statement has no head');
      return { note, detail: noteDetail(await deps.pastOf(head), model.today) };
    }),
  );
  const { kind, folio, issuedAt } = paper;
  const drawn = await deps.draw({
    ...{ kind, folio, verifyUrl: `${deps.publicUrl}/verificar/${codeOf(paper)}`, details },
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

function read({ bytes }: KeepPaperDeps, { folio, sha256 }: Paper): Promise<Uint8Array> {
  if (sha256 === null) throw new RangeError(`the paper ${folio} has no bytes`);
  return bytes.read(folio, sha256);
}

function demand(paper: Paper | undefined, folio: string): Paper {
  if (paper === undefined) throw new RangeError(`the paper ${folio} is gone`);
  return paper;
}
