import { type HolidayCalendar, isBusinessDay } from '../../../shared/calendar/business-days.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import { type Delivery, deliverOriginal, refuseReceipt } from '../originals/deliver-original.ts';
import type { LendDeps } from '../originals/lend-original.ts';
import { nameOfOriginal } from '../originals/original.ts';
import type { Appointment, Release } from './release.ts';
import { releaseMachine } from './release-machine.ts';
import { refuseRelease } from './release-refusals.ts';
import { demandNoDebt, type ReleaseDeps, readRelease } from './request-release.ts';

export interface HandOverDeps extends ReleaseDeps, Omit<LendDeps, 'money'> {
  readonly money: LendDeps['money'];
  readonly documents: Pick<DocumentStore, 'find'>;
  readonly calendar: () => Promise<HolidayCalendar>;
}

interface ReleaseRequest {
  readonly releaseId: string;
  readonly idempotencyKey: string;
}

/** Says when and where somebody comes for their papers; said again, the new day stands. Refuses a day that has passed or is closed. */
export async function appointRelease(
  deps: HandOverDeps,
  { releaseId, idempotencyKey: key, ...appointment }: ReleaseRequest & Appointment,
  caller: Caller,
): Promise<Release> {
  const release = await readRelease(deps, releaseId, caller);
  const day = calendarDate(appointment.on);
  const today = deps.clock.today();
  if (
    !release.history.some((taken) => taken.key === key) &&
    (day < today || !isBusinessDay(day, await deps.calendar()))
  ) {
    const message = `El ${longDate(day)} ya pasó o no se trabaja. Elija otro día.`;
    throw refuseRelease('appointment-refused', message, { details: [{ pointer: '/on', message }] });
  }
  return step(deps, release, { releaseId, idempotencyKey: key }, caller, {
    ...{ step: 'appoint', asked: appointment, change: () => ({ appointment }) },
  });
}

export interface ReleaseDelivery {
  readonly identification: Delivery['identification'];
  /** The signed receipt, scanned, in the vault. */
  readonly receiptDocumentId: string;
  /** Payments that are written on the papers in this act, by their label. */
  readonly annotated: Readonly<Record<string, readonly string[]>>;
}

/**
 * Hands letters and originals over, with an identification and a signed receipt in the vault. Every original of the file
 * that custody has is handed over, each by its own rules, then the release; sent again after a failure it goes on where it stopped.
 * Refuses while one is lent, in search or has a live endorsement (`originals-left`, all of them told).
 */
export async function deliverRelease(
  deps: HandOverDeps,
  { releaseId, idempotencyKey: key, ...delivery }: ReleaseRequest & ReleaseDelivery,
  caller: Caller,
): Promise<Release> {
  const release = await readRelease(deps, releaseId, caller);
  const { identification, receiptDocumentId, annotated } = delivery;
  const isTaken = release.history.some((taken) => taken.key === key);
  if (!isTaken) {
    if (!releaseMachine.steps.deliver.from.some((state) => state === release.state)) throw refused(release, 'deliver');
    await refuseReceipt(deps, release.fileId, receiptDocumentId);
    const file = inScope(caller, await deps.register.wholeFile(release.fileId), 'El expediente');
    await demandNoDebt(deps, file, deps.clock.today());
  }
  const labels = isTaken
    ? (release.delivery?.originals ?? [])
    : await handOverOriginals(
        deps,
        release,
        {
          ...{ identification, receiptDocumentId, annotated, key },
        },
        caller,
      );
  const on = deps.clock.today();
  return step(deps, release, { releaseId, idempotencyKey: key }, caller, {
    ...{ step: 'deliver', asked: { identification, receiptDocumentId } },
    change: () => ({ delivery: { on, identification, receiptDocumentId, originals: labels } }),
  });
}

async function handOverOriginals(
  deps: HandOverDeps,
  { releaseId, fileId }: Release,
  { key, annotated, identification, receiptDocumentId }: ReleaseDelivery & { readonly key: string },
  caller: Caller,
): Promise<string[]> {
  const all = await deps.originals.ofFile(fileId);
  const left = all.filter(({ state }) => state === 'lent' || state === 'endorsed' || state === 'missing');
  if (left.length > 0) {
    const texts = left.map(
      (original) =>
        `${nameOfOriginal(original)} (${original.labelCode}) está en otro lado, en búsqueda o con el endoso por cancelar.`,
    );
    throw refuseRelease('originals-left', 'Reúna primero los originales del expediente; no se entregó nada.', {
      details: texts.map((message) => ({ pointer: '/releaseId', message })),
    });
  }
  // Those that were handed over before this was cut off, by whatever request, are this release's too.
  const given = all.filter(({ history }) =>
    history.some(({ step: taken, evidence }) => taken === 'deliver' && evidence?.release === releaseId),
  );
  const labels = given.map(({ labelCode }) => labelCode);
  for (const { labelCode, state } of all) {
    if (state !== 'stored') continue;
    await deliverOriginal(
      deps,
      {
        ...{ labelCode, idempotencyKey: `${key}#${labelCode}`, identification, releaseId, receiptDocumentId },
        annotated: annotated[labelCode] ?? [],
      },
      caller,
    );
    labels.push(labelCode);
  }
  return labels.toSorted();
}

function step(
  deps: HandOverDeps,
  release: Release,
  { releaseId, idempotencyKey: key }: ReleaseRequest,
  caller: Caller,
  move: {
    readonly step: 'appoint' | 'deliver';
    readonly asked: object;
    readonly change: () => Partial<Release>;
  },
): Promise<Release> {
  const on = deps.clock.today();
  return performStep(releaseMachine, release, {
    step: move.step,
    stamp: { by: caller.subject, on, key, reason: null },
    change: move.change,
    claim: () =>
      deps.claims.claim({
        ...{ scope: 'DOCUMENT', key, input: { operation: `${move.step}-release`, releaseId, ...move.asked } },
        ...{ source: { type: 'system', id: releaseId }, recordedOn: on },
      }),
    write: (next) => deps.releases.write(next),
    read: () => readRelease(deps, releaseId, caller),
    refuse: (_why, now) => refused(now, move.step),
  });
}

const refused = ({ state }: Release, name: 'appoint' | 'deliver') =>
  refuseRelease(
    'release-step-refused',
    `No se puede ${releaseMachine.steps[name].nameEs}: la liberación está ${releaseMachine.states[state]}.`,
  );
