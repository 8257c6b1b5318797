import type { Caller } from '../../shared/http/route.ts';
import { inScope } from '../../shared/http/scope.ts';
import { ENTRY_NAMES_ES, type Entry } from '../../shared/ledger/ledger-items.ts';
import { refuse } from '../../shared/refusals/shared-refusals.ts';
import type { LendingDeps } from './lending-deps.ts';

interface Input {
  readonly params: { readonly noteId: string };
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
}

/**
 * The journal of a note, oldest first: what each movement did to each component, how payments were applied, and the
 * chain's hashes. Throws `not-found` when unknown or out of scope, `malformed-request` for a cursor that is not ours.
 */
export async function listNoteEntries(deps: LendingDeps, { params, query }: Input, caller: Caller) {
  const note = inScope(caller, await deps.notes.locate(params.noteId), 'El contrato');
  const afterSeq = query.cursor === undefined ? 0 : seqOf(query.cursor);
  const entries = await deps.ledger.entriesOfNote(note.noteId, { afterSeq, limit: query.limit });
  const last = entries.at(-1);
  const more = last !== undefined && entries.length === query.limit;
  return { body: { items: entries.map(entryAnswer), ...(more ? { nextCursor: String(last.seq) } : {}) } };
}

/** The cursor is the last seq of the page before: it names no other record, so it needs no seal. */
function seqOf(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw refuse('malformed-request', 'El cursor no corresponde a esta consulta.', {
    details: [{ pointer: 'query/cursor', message: 'Use el cursor tal como vino en la página anterior.' }],
  });
}

function entryAnswer(entry: Entry) {
  return {
    ...entry,
    kindName: ENTRY_NAMES_ES[entry.kind],
    cause: entry.cause ?? null,
    channel: entry.channel ?? null,
    provisional: entry.provisional ?? false,
    lines: Object.entries(entry.lines).map(([account, amount]) => ({ account, amount })),
    application: entry.application ?? null,
    source: { ...entry.source, line: entry.source.line ?? null },
  };
}
