import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CalendarDate, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { arrivalAt } from '../../shared/loan-book/arrival.ts';
import { type ByComponent, sumOfComponents } from '../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../shared/loan-book/event.ts';
import { foldEvents } from '../../shared/loan-book/fold.ts';
import type { NoteStatus } from '../../shared/loan-book/note-state.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import type { TermChanges } from '../../shared/loan-book/term-changes.ts';
import { nextDueAfter, valueNote } from '../../shared/loan-book/valuation.ts';
import { formatMxn } from '../../shared/money/centavos.ts';

/** A row of a worked table of docs/money: what each column says. "Cuenta" (and what it says more) is not read: it is for a calculator. */
export type Row = Readonly<Record<string, string>>;

export const PAGES = path.join(import.meta.dirname, '..', '..', 'docs', 'money');

/** The tables under "**Tabla n." of a page: their columns and rows. */
export function printedTables(page: string): { columns: string[]; rows: Row[] }[] {
  const [, ...captioned] = readFileSync(path.join(PAGES, `${page}.md`), 'utf8').split('**Tabla ');
  return captioned.map((text) => {
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    const cells = lines.map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    const [header = [], , ...body] = cells;
    const shown = header.map((name, index) => ({ name, index })).filter(({ name }) => !name.startsWith('Cuenta'));
    const rows = body.map((row) => Object.fromEntries(shown.map(({ name, index }) => [name, row[index] ?? ''])));
    return { columns: shown.map(({ name }) => name), rows };
  });
}

export const day = calendarDate;
export const money = (centavos: number) => formatMxn(centavos).replace('$', '');

export type Made = NoteEvent extends infer E
  ? E extends NoteEvent
    ? Omit<E, 'id' | 'recordedOn' | 'arrival'>
    : never
  : never;

export const lent = (on: string, amount: number) =>
  ({ kind: 'disbursed', valueDate: day(on), amount }) as const satisfies Made;
export const paid = (on: string, amount: number) =>
  ({ kind: 'paid', valueDate: day(on), amount, channel: 'cie' }) as const satisfies Made;
export const corrected = (on: string, changes: TermChanges): Made => ({
  kind: 'terms-corrected',
  valueDate: day(on),
  changes,
});

/** The events in the order in which they arrived, as the ledger would record them. */
export const arrived = (made: readonly Made[]): NoteEvent[] =>
  made.map((event, index) => ({
    ...event,
    id: `e-${index}`,
    recordedOn: event.valueDate,
    arrival: arrivalAt(new Date(0), index),
  }));

export const noteOn = (terms: NoteTerms, made: readonly Made[], on: CalendarDate) =>
  foldEvents(
    terms,
    arrived(made).filter(({ valueDate }) => valueDate <= on),
  ).note;

/** A row for each payment: what it paid, and the principal left. */
export function payments(terms: NoteTerms, made: readonly Made[]): Row[] {
  const { effects } = foldEvents(terms, arrived(made));
  return arrived(made).flatMap((event) => {
    const effect = effects.get(event.id);
    if (effect?.application === undefined) return [];
    const { application, note } = effect;
    return {
      Fecha: event.valueDate,
      Importe: money(application.amount),
      Moratorio: money(application.defaultInterest),
      'Interés normal': money(application.ordinaryInterest),
      Capital: money(application.principalOverdue + application.principalNotDue),
      'A favor': money(application.credit),
      'Capital por pagar': money(note.state.principal),
    };
  });
}

export const STATUS_ES: Record<NoteStatus, string> = {
  open: 'vigente',
  paid: 'pagado',
  settled: 'finiquitado',
  regenerated: 'regenerado',
  'written-off': 'castigado',
  cancelled: 'cancelado',
};

/** The note's balance at the end of a day. */
export function balance(terms: NoteTerms, made: readonly Made[], on: string, caso = ''): Row {
  const { terms: now, state } = noteOn(terms, made, day(on));
  const valued = valueNote(now, state, day(on));
  const next = nextDueAfter(now, state, day(on));
  return {
    Caso: caso,
    Fecha: on,
    ...byComponent(valued.owed),
    Exigible: money(sumOfComponents(valued.due)),
    'Días de atraso': String(valued.daysPastDue),
    Puntual: valued.punctual ? 'sí' : 'no',
    'A favor': money(valued.held),
    Castigado: money(sumOfComponents(valued.writtenOff)),
    Estado: STATUS_ES[valued.status],
    'Próximo vencimiento': next?.date ?? 'ninguno',
    Pide: money(next === null ? 0 : next.principal + next.ordinaryInterest),
  };
}

export const byComponent = (owed: ByComponent): Row => ({
  Capital: money(owed.principal),
  'Interés normal': money(owed.ordinaryInterest),
  Moratorio: money(owed.defaultInterest),
  'Se debe': money(sumOfComponents(owed)),
});

/** Interest charged by a day, paid or not. */
export const charged = (terms: NoteTerms, made: readonly Made[], on: string) => {
  const { terms: now, state } = noteOn(terms, made, day(on));
  return state.ordinary.recognised + valueNote(now, state, day(on)).unrecognised.ordinaryInterest;
};
