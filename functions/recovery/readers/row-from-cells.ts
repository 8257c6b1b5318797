import { type CalendarDate, parseCalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import { valueDateOf } from '../payments/value-date.ts';
import { referenceAlgorithm } from '../references/reference-algorithms.ts';
import type { BankRow, RowEffect, RowFault, RowReading } from './bank-row.ts';
import { readField } from './field-text.ts';
import type { LayoutDeclaration } from './layout.ts';
import type { LineCells } from './line-cells.ts';
import { referenceIn } from './payment-reference.ts';
import { encodingWarning } from './text-encoding.ts';

/**
 * Understands the cells of a line (in the order of the layout's fields) as a row. All faults of the row are told
 * at once. `shared` are the fields of the header line that the row is under.
 */
export function rowFromCells(
  layout: LayoutDeclaration,
  line: number,
  { cells, encoding }: LineCells,
  shared: Readonly<Record<string, string>>,
): RowReading {
  const fields: Record<string, string> = { ...shared };
  const faults: RowFault[] = [];
  const warnings: RowFault[] = [];
  let amount: Centavos | null = null;

  for (const [index, field] of layout.shape.fields.entries()) {
    const { text, column } = cells[index] ?? { text: '', column: index + 1 };
    const reading = readField(field, text);
    fields[field.name] = reading.value;
    if (field.name === layout.amount) amount = reading.centavos ?? null;
    if (reading.fault !== undefined) faults.push({ column, message: reading.fault });
    if (reading.warning !== undefined) warnings.push({ column, message: reading.warning });
  }

  const operationDate = dateOf(fields, layout.operationDate);
  if (faults.length > 0 || amount === null || operationDate === undefined) {
    return { ok: false, line, faults, amount };
  }
  const unexpected = encodingWarning(layout.encoding, encoding, 1);
  if (unexpected !== undefined) warnings.push(unexpected);
  const { channel } = layout;
  const finality = finalityOf(layout, fields);
  const row: BankRow = {
    line,
    fields,
    amount,
    channel,
    operationDate,
    valueDate: valueDateOf({ channel, provisional: finality === 'provisional', operationDate }, (day) =>
      dateOf(fields, layout.days[day] ?? ''),
    ),
    reference: referenceOf(layout, fields),
    referenceText: textOf(layout.references, fields),
    payerText: textOf(layout.payerFields, fields),
    creditNumber: layout.creditNumber === null ? null : fields[layout.creditNumber] || null,
    finality,
    effect: effectOf(layout, fields),
  };
  return warnings.length > 0 ? { ok: true, row, warnings } : { ok: true, row };
}

type Fields = Readonly<Record<string, string>>;

const dateOf = (fields: Fields, name: string): CalendarDate | undefined => parseCalendarDate(fields[name] ?? '');

function referenceOf({ references, referenceAlgorithm: id }: LayoutDeclaration, fields: Fields): string | null {
  const verify = id === null ? null : (reference: string) => referenceAlgorithm(id).verify(reference).ok;
  return referenceIn(
    references.map((name) => fields[name] ?? ''),
    verify,
  );
}

function textOf(names: readonly string[], fields: Fields): string {
  const texts = names.map((name) => fields[name] ?? '').filter((text) => text !== '');
  // A short column often repeats the beginning of a long one.
  return texts.filter((text, index) => !texts.some((other, at) => at < index && other.startsWith(text))).join(' · ');
}

function finalityOf({ finality }: LayoutDeclaration, fields: Fields): BankRow['finality'] {
  return finality?.provisional.includes(fields[finality.field] ?? '') === true ? 'provisional' : 'final';
}

function effectOf({ effect, returnKey }: LayoutDeclaration, fields: Fields): RowEffect {
  if (effect === null) return { type: 'payment' };
  const code = fields[effect.field] ?? '';
  const known = Object.hasOwn(effect.outcomes, code) ? effect.outcomes[code] : undefined;
  const found = known ?? unknownCode(effect.unknownReason, returnKey !== null);
  const words = effect.returnWords;
  if (words === undefined || !words.pattern.test(fields[words.field] ?? '')) return found;
  if (found.type === 'payment') return { type: 'payment', doubt: words.incoming };
  return { type: 'return', reason: words.reason, certain: true };
}

/** A code that nobody listed is no payment; for a payment that was made it may well mean that it was taken back. */
function unknownCode(reason: string, mayReturn: boolean): RowEffect {
  return mayReturn ? { type: 'return', reason, certain: false } : { type: 'none', reason };
}
