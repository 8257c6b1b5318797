import { type CalendarDate, parseCalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { BankRow, RowFault, RowReading } from './bank-row.ts';
import { readField } from './field-text.ts';
import type { LayoutDeclaration } from './layout.ts';
import type { LineCells } from './line-cells.ts';
import { paymentReference } from './payment-reference.ts';
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
  const valueDate = dateOf(fields, layout.valueDate);
  if (faults.length > 0 || amount === null || operationDate === undefined || valueDate === undefined) {
    return { ok: false, line, faults, amount };
  }
  const unexpected = encodingWarning(layout.encoding, encoding, 1);
  if (unexpected !== undefined) warnings.push(unexpected);
  const row: BankRow = {
    line,
    fields,
    amount,
    channel: layout.channel,
    operationDate,
    valueDate,
    reference: firstReference(layout, fields),
    creditNumber: layout.creditNumber === null ? null : fields[layout.creditNumber] || null,
    finality: finalityOf(layout, fields),
    effect: effectOf(layout, fields),
  };
  return warnings.length > 0 ? { ok: true, row, warnings } : { ok: true, row };
}

const dateOf = (fields: Readonly<Record<string, string>>, name: string): CalendarDate | undefined =>
  parseCalendarDate(fields[name] ?? '');

function firstReference(layout: LayoutDeclaration, fields: Readonly<Record<string, string>>): string | null {
  for (const name of layout.references) {
    const reference = paymentReference(fields[name] ?? '');
    if (reference !== null) return reference;
  }
  return null;
}

function finalityOf({ finality }: LayoutDeclaration, fields: Readonly<Record<string, string>>): BankRow['finality'] {
  return finality?.provisional.includes(fields[finality.field] ?? '') === true ? 'provisional' : 'final';
}

function effectOf({ effect }: LayoutDeclaration, fields: Readonly<Record<string, string>>): BankRow['effect'] {
  if (effect === null) return { type: 'payment' };
  const code = fields[effect.field] ?? '';
  const known = Object.hasOwn(effect.outcomes, code) ? effect.outcomes[code] : undefined;
  return known ?? { type: 'none', reason: effect.unknownReason };
}
