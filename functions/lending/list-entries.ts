import type { Caller } from '../../shared/http/route.ts';
import { inScope } from '../../shared/http/scope.ts';
import type { Entry } from '../../shared/ledger/ledger-items.ts';
import { refuse } from '../../shared/refusals/shared-refusals.ts';
import type { LendingDeps } from './lending-deps.ts';

interface Input {
  readonly params: { readonly noteId: string };
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
}

/** What each kind of entry is called in the institute. */
const KIND_NAMES_ES: Readonly<Record<Entry['kind'], string>> = {
  'brought-forward': 'Saldo inicial',
  'terms-corrected': 'Corrección de condiciones',
  'average-recorded': 'Promedio escolar',
  'placement-changed': 'Cambio de etapa o gestor',
  'disbursement-returned': 'Devolución de ministración',
  'acceleration-cured': 'Vencimiento anticipado sin efecto',
  'credit-received': 'Saldo a favor recibido de otro pagaré',
  'credit-transferred': 'Saldo a favor pasado a otro pagaré',
  'credit-refunded': 'Devolución de saldo a favor',
  restated: 'Reexpresión por cambio de regla',
  disbursed: 'Ministración',
  charged: 'Gasto de cobranza',
  accelerated: 'Vencimiento anticipado',
  waived: 'Quita',
  'regenerated-out': 'Adeudo pasado a un pagaré nuevo',
  'regenerated-in': 'Adeudo de pagarés regenerados',
  'agreement-signed': 'Firma de convenio',
  'agreement-broken': 'Convenio incumplido',
  'agreement-fulfilled': 'Convenio cumplido',
  paid: 'Pago',
  'credit-applied': 'Aplicación de saldo a favor',
  'written-off': 'Castigo',
  reversed: 'Cancelación de aplicación',
  adjustment: 'Ajuste por movimiento de fecha anterior',
};

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
    kindName: KIND_NAMES_ES[entry.kind],
    cause: entry.cause ?? null,
    channel: entry.channel ?? null,
    provisional: entry.provisional ?? false,
    lines: Object.entries(entry.lines).map(([account, amount]) => ({ account, amount })),
    application: entry.application ?? null,
    source: { ...entry.source, line: entry.source.line ?? null },
  };
}
