import { addDays, type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { type Run, type RunDeps, type RunEnd, runWork } from '../../../shared/jobs/run-work.ts';
import type { DayEntries } from '../../../shared/ledger/day-entries.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { placedBy } from '../../../shared/ledger/placed.ts';
import type { ByComponent } from '../../../shared/loan-book/component.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { totalOf } from '../cfdi/income-cfdi.ts';
import { GENERAL_PUBLIC } from '../cfdi/sat-catalogues.ts';
import type { Line } from '../cfdi/tax-split.ts';
import { coveringOf } from '../invoices/hold-payment.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { InvoiceStore } from '../invoices/invoice-store.ts';
import { invoiceJob, STAMP_INVOICE } from '../invoices/invoice-tasks.ts';
import { newInvoice, operationFolio } from '../invoices/new-invoice.ts';
import { type FiscalSettings, globalLinesOf } from '../settings/fiscal-settings.ts';
import type { FiscalSettingsStore } from '../settings/fiscal-settings-store.ts';
import { type GlobalRun, type GlobalRunStore, MAKE_GLOBAL_INVOICE } from './global-run.ts';

export interface MakeGlobalDeps extends Omit<RunDeps<GlobalRun>, 'records'> {
  readonly runs: GlobalRunStore;
  readonly invoices: InvoiceStore;
  readonly settings: Pick<FiscalSettingsStore, 'find'>;
  readonly entries: Pick<DayEntries, 'read'>;
  readonly items: JobRequestItems;
  /** Operations of one CFDI at most: what a record, its sealed bytes and a PAC take. */
  readonly mostOperations: number;
}

/** A payment's part on a note, as it was placed when it was recorded. */
interface Operation {
  readonly partId: string;
  readonly recordedAt: string;
  readonly channel: Entry['channel'];
  readonly placed: ByComponent;
}

/**
 * One run over a period's global invoice: reads the ledger's days, leaves out what was taken back and what has a CFDI of its
 * own, takes each operation for the CFDI that will list it, and writes that one with the request of its stamp. Cut off, it
 * goes on: the ids are made of the run's, and what it took before is its own.
 */
export function makeGlobal(
  deps: MakeGlobalDeps,
  { globalId, delivery }: { readonly globalId: string; readonly delivery: string | null },
): Promise<RunEnd> {
  return runWork(
    { ...deps, records: deps.runs },
    { task: MAKE_GLOBAL_INVOICE, machine: longWorkMachine, id: globalId, delivery },
    async (run) => {
      const settings = await deps.settings.find(run.thing().settingsId);
      if (settings === undefined) throw new RangeError(`the fiscal settings of global invoice ${globalId} are missing`);
      const { operations, reversed } = await readOperations(deps, run.thing());
      await run.save({ reversed });
      return makeParts(deps, run, settings, operations);
    },
  );
}

async function readOperations({ entries, clock }: MakeGlobalDeps, { office, from, until }: GlobalRun) {
  const found = new Map<string, Operation>();
  let reversed = 0;
  const last = clock.today();
  for (let day: CalendarDate = calendarDate(from); day <= last; day = addDays(day, 1)) {
    for await (const entry of entries.read(day)) {
      const { kind, targetKind, cause, eventId, dimensions, recordedAt, channel } = entry;
      if (kind === 'paid' && day <= until && dimensions.office === office)
        found.set(eventId, { partId: eventId, recordedAt, channel, placed: placedBy(entry) });
      if (kind === 'reversed' && targetKind === 'paid' && cause !== undefined && found.delete(cause)) reversed += 1;
    }
  }
  const inOrder = [...found.values()].toSorted((a, b) =>
    a.recordedAt === b.recordedAt ? (a.partId < b.partId ? -1 : 1) : a.recordedAt < b.recordedAt ? -1 : 1,
  );
  return { operations: inOrder, reversed };
}

async function makeParts(
  deps: MakeGlobalDeps,
  run: Run<GlobalRun>,
  settings: FiscalSettings,
  operations: readonly Operation[],
): Promise<boolean> {
  const { invoices, mostOperations } = deps;
  const { globalId, invoiceIds } = run.thing();
  const idOf = (number: number) => deterministicId('global-invoice-part', `${globalId}|${number}`);
  // A run before this one wrote it and was cut off before its checkpoint: it lists what it lists.
  const unnoted = await invoices.find(idOf(invoiceIds.length + 1));
  if (unnoted !== undefined) await notePart(run, unnoted);
  const done = new Set(run.thing().invoiceIds);
  let part = done.size + 1;
  let ownInvoice = 0;
  let taken: { operation: Operation; lines: readonly Line[] }[] = [];
  const close = async (): Promise<void> => {
    if (taken.length === 0) return;
    await writePart(deps, run, settings, { part, invoiceId: idOf(part), taken });
    done.add(idOf(part));
    part += 1;
    taken = [];
  };
  for (const operation of operations) {
    const lines = globalLinesOf(settings.terms, operation.placed, operationFolio(operation.partId));
    if (lines.length === 0) continue;
    const holder = await invoices.holderOf(operation.partId);
    if (holder !== undefined && done.has(holder)) continue;
    const covering = await coveringOf(invoices, holder);
    if (covering.length > 0 || !(await invoices.hold(operation.partId, idOf(part), holder))) {
      ownInvoice += 1;
      continue;
    }
    taken.push({ operation, lines });
    if (taken.length < mostOperations) continue;
    await close();
    if (!run.hasTime()) return false;
  }
  await close();
  await run.save({ ownInvoice });
  return true;
}

async function writePart(
  { invoices, items, clock }: MakeGlobalDeps,
  run: Run<GlobalRun>,
  settings: FiscalSettings,
  made: {
    readonly part: number;
    readonly invoiceId: string;
    readonly taken: readonly { readonly operation: Operation; readonly lines: readonly Line[] }[];
  },
): Promise<void> {
  const { part, invoiceId, taken } = made;
  const { office, from, until, globalId } = run.thing();
  const { terms } = settings;
  const postcode = terms.postcodes[office];
  const invoice = newInvoice({
    ...{ invoiceId, kind: 'global', on: clock.today(), by: SYSTEM, key: globalId, settings, office },
    ...{ fileId: null, paymentId: null, warnings: [], receiver: { ...GENERAL_PUBLIC, postcode }, paidOn: until },
    paymentForm: largestForm(settings, taken),
    lines: taken.flatMap(({ lines }) => lines),
    operations: taken.map(({ operation }) => operation.partId),
    period: { from, until, periodicity: terms.global.periodicity, part },
  });
  if (!(await invoices.write(invoice, [items.item(invoiceJob(STAMP_INVOICE, invoice, clock.now()))])))
    throw new RangeError(`another run wrote part ${part} of global invoice ${globalId}`);
  await notePart(run, invoice);
}

/** The checkpoint: a CFDI more, and what it lists. */
async function notePart(run: Run<GlobalRun>, { invoiceId, operations: listed }: Invoice): Promise<void> {
  const { invoiceIds, operations } = run.thing();
  await run.save({ invoiceIds: [...invoiceIds, invoiceId], operations: operations + listed.length });
}

/** The guide of the SAT: the form by which most of it was paid. */
function largestForm(
  { terms }: FiscalSettings,
  taken: readonly { readonly operation: Operation; readonly lines: readonly Line[] }[],
): string {
  const sums = new Map<string, Centavos>();
  for (const { operation, lines } of taken) {
    const form = terms.paymentForms[operation.channel ?? 'window'];
    sums.set(form, (sums.get(form) ?? 0) + totalOf(lines));
  }
  return [...sums].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? terms.paymentForms.window;
}
