import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import { openPlace } from '../places/keep-places.ts';
import type { DisposalStore } from '../retention/disposal-store.ts';
import { refuseUnpaid } from './deliver-original.ts';
import type { LendDeps } from './lend-original.ts';
import { nameOfOriginal, type Original } from './original.ts';
import { refuseOriginal } from './original-refusals.ts';
import { type OriginalRequest, takeOriginalStep } from './take-original-step.ts';

/** An original is not where it should be: it is searched for before anybody calls it lost. */
export const reportMissing = (
  deps: LendDeps,
  { reason, ...request }: OriginalRequest & { readonly reason: string },
  caller: Caller,
): Promise<Original> =>
  takeOriginalStep(deps, request, caller, {
    ...{ step: 'report-missing', asked: { missing: reason }, reason },
    change: () => NOBODY,
  });

/** Somebody else than who reported it declares it lost, with the complaint to the authority (denuncia). */
export const declareLost = (
  deps: LendDeps,
  {
    complaint,
    reason,
    ...request
  }: OriginalRequest & {
    readonly complaint: { readonly number: string; readonly on: CalendarDate };
    readonly reason: string;
  },
  caller: Caller,
): Promise<Original> =>
  takeOriginalStep(deps, request, caller, {
    ...{ step: 'declare-lost', asked: { lost: complaint, reason }, reason },
    evidence: { complaint: complaint.number, complaintOn: complaint.on },
    async check() {
      refuseDay(complaint.on, { until: deps.clock.today(), pointer: '/complaint/on' });
    },
    change: () => NOBODY,
  });

/** Refuses the day of a paper that is not made yet, or older than the one that it follows from. */
function refuseDay(
  on: CalendarDate,
  { from, until, pointer }: { readonly from?: CalendarDate; readonly until: CalendarDate; readonly pointer: string },
): void {
  if (on <= until && (from === undefined || on >= from)) return;
  const since = from === undefined ? '' : `, y desde el ${longDate(from)}, fecha del paso anterior`;
  const message = `La fecha puede ser hasta hoy, ${longDate(until)}${since}.`;
  throw refuseOriginal('original-date-refused', message, { details: [{ pointer, message }] });
}

/** The judge's way after a loss: asked for, cancelled, replaced (LGTOC arts. 42 to 68). */
export const COURT_STEPS = ['claim', 'cancelled-by-court', 'replaced-by-court'] as const;

export const takeCourtStep = (
  deps: LendDeps,
  {
    step,
    court,
    caseNumber,
    on,
    ...request
  }: OriginalRequest & {
    readonly step: (typeof COURT_STEPS)[number];
    readonly court: string;
    readonly caseNumber: string;
    /** Of the demand or the judgment. */
    readonly on: CalendarDate;
  },
  caller: Caller,
): Promise<Original> =>
  takeOriginalStep(deps, request, caller, {
    ...{ step, asked: { court: { step, court, caseNumber, on } }, evidence: { court, caseNumber, on } },
    async check(original) {
      if (original.kind !== 'note' && original.kind !== 'guarantee') {
        const message = `${nameOfOriginal(original)}: solo un título de crédito se cancela y repone ante el juez.`;
        throw refuseOriginal('original-step-refused', message);
      }
      const papers = original.history.flatMap(({ evidence }) => evidence?.on ?? evidence?.complaintOn ?? []);
      const before = papers.at(-1);
      const from = before === undefined ? {} : { from: calendarDate(before) };
      refuseDay(on, { ...from, until: deps.clock.today(), pointer: '/on' });
    },
    change: () => NOBODY,
  });

/** It turned up. What the judge had cancelled is worth nothing and is only kept. */
export async function findOriginal(
  deps: LendDeps,
  { placeCode, reason, ...request }: OriginalRequest & { readonly placeCode: string; readonly reason: string },
  caller: Caller,
): Promise<Original> {
  const { office } = await openPlace(deps, placeCode, caller);
  return takeOriginalStep(deps, request, caller, {
    step({ state, endorsement }) {
      if (state === 'cancelled' || state === 'replaced') return 'find-void';
      return endorsement === null ? 'find' : 'find-endorsed';
    },
    ...{ asked: { find: placeCode, reason }, reason, evidence: { place: placeCode } },
    change: () => ({ office, holder: { type: 'custody', placeCode } }),
  });
}

export interface DestroyDeps extends LendDeps {
  readonly documents: Pick<DocumentStore, 'find'>;
  readonly disposals: Pick<DisposalStore, 'find'>;
}

/**
 * Destroys an original by an act of disposal, and by nothing else (LGA art. 58): refuses `act-not-in-vault` unless it is in the
 * vault, of a disposal that two decided and that carries out this very file. Refused while what it is of is not paid.
 */
export const destroyOriginal = (
  deps: DestroyDeps,
  { actId, ...request }: OriginalRequest & { readonly actId: string },
  caller: Caller,
): Promise<Original> =>
  takeOriginalStep(deps, request, caller, {
    ...{ step: 'destroy', asked: { destroy: actId }, evidence: { act: actId } },
    async check(original) {
      if (original.state !== 'void') await refuseUnpaid(deps, original);
      await refuseWithoutAct(deps, original, actId);
    },
    change: () => NOBODY,
  });

async function refuseWithoutAct(
  { documents, disposals }: DestroyDeps,
  original: Original,
  actId: string,
): Promise<void> {
  const act = await documents.find(actId);
  if (act?.kind === 'act' && act.state === 'vaulted') {
    const disposal = await disposals.find(act.proves.id);
    const isOfFile = disposal?.rows.some(
      ({ fileId, outcome }) => fileId === original.fileId && (outcome === 'due' || outcome === 'disposed'),
    );
    if (disposal?.actDocumentId === actId && isOfFile) return;
  }
  const message = `${nameOfOriginal(original)}: no hay en la bóveda un acta de baja que incluya su expediente. Proponga la baja del expediente y espere a que se autorice.`;
  throw refuseOriginal('act-not-in-vault', message, { details: [{ pointer: '/actId', message }] });
}

const NOBODY = { holder: { type: 'nobody' } } as const;
