import { addDays, type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { versionChanged } from '../../../shared/http/record-version.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { type Appointment, type Custodians, custodianOn, overlapping } from './custodian.ts';
import { refuseCustodian } from './custodian-refusals.ts';
import type { CustodianStore } from './custodian-store.ts';

export interface CustodianDeps {
  readonly custodians: CustodianStore;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

export interface NewAppointment extends Pick<Appointment, 'subject' | 'name' | 'email' | 'reason'> {
  readonly office: Office;
  readonly from: CalendarDate;
  readonly to: CalendarDate | null;
  readonly idempotencyKey: string;
}

export const readCustodians = async (
  { custodians }: Pick<CustodianDeps, 'custodians'>,
  office: Office,
  caller: Caller,
): Promise<Custodians> => custodians.find(inScope(caller, { office }, 'La oficina').office);

/** Appoints who answers for an office's originals. Refuses a day on which somebody does already. */
export async function appointCustodian(
  deps: CustodianDeps,
  { idempotencyKey: key, office, ...asked }: NewAppointment,
  caller: Caller,
): Promise<Custodians> {
  const on = deps.clock.today();
  const before = await readCustodians(deps, office, caller);
  const appointmentId = deterministicId('custodian', key);
  const isKnown = before.appointments.some((one) => one.appointmentId === appointmentId);
  if (!isKnown) refuseTime(before, asked);
  await claim(deps, key, office, { appoint: asked });
  if (isKnown) return before;
  const appointment = { ...asked, appointmentId, by: caller.subject, on, endings: [] };
  return replace(deps, before, [...before.appointments, appointment]);
}

/** The last day of whoever answers for the office now or is to: until the day before nobody else is appointed. */
export async function endCustodian(
  deps: CustodianDeps,
  {
    idempotencyKey: key,
    office,
    to,
  }: { readonly office: Office; readonly to: CalendarDate; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Custodians> {
  const on = deps.clock.today();
  const before = await readCustodians(deps, office, caller);
  const isKnown = before.appointments.some(({ endings }) => endings.some((taken) => taken.key === key));
  const ending = custodianOn(before.appointments, to);
  if (!isKnown && ending === undefined)
    throw refuseCustodian('no-custodian', `El ${longDate(to)} nadie tiene el resguardo de esa oficina.`);
  if (!isKnown && to < addDays(on, -1)) {
    const message = `El último día puede ser desde ayer: lo que ya pasó no cambia.`;
    throw refuseCustodian('custodian-time-refused', message, { details: [{ pointer: '/to', message }] });
  }
  await claim(deps, key, office, { end: to });
  if (isKnown) return before;
  const taken = { by: caller.subject, on, key, to };
  return replace(
    deps,
    before,
    before.appointments.map((one) => (one === ending ? { ...one, to, endings: [...one.endings, taken] } : one)),
  );
}

const claim = ({ claims, clock }: CustodianDeps, key: string, office: Office, asked: object) =>
  claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'custodian', office, ...asked } },
    ...{ source: { type: 'system', id: office }, recordedOn: clock.today() },
  });

async function replace(
  { custodians }: CustodianDeps,
  { office, version }: Custodians,
  appointments: readonly Appointment[],
): Promise<Custodians> {
  const sorted = appointments.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const next = { office, appointments: sorted, version: version + 1 };
  if (await custodians.write(next)) return next;
  throw versionChanged();
}

function refuseTime({ appointments }: Custodians, { from, to }: Pick<NewAppointment, 'from' | 'to'>): void {
  if (to !== null && to < from) {
    const message = 'El último día es anterior al primero.';
    throw refuseCustodian('custodian-time-refused', message, { details: [{ pointer: '/to', message }] });
  }
  const other = overlapping(appointments, { from, to });
  if (other === undefined) return;
  const until = other.to === null ? 'sin fecha de término' : `hasta el ${longDate(calendarDate(other.to))}`;
  const message = `${other.name} tiene el resguardo desde el ${longDate(calendarDate(other.from))}, ${until}. Termine primero ese nombramiento.`;
  throw refuseCustodian('custodian-overlaps', message, { details: [{ pointer: '/from', message }] });
}
