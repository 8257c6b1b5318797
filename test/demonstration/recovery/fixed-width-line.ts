import type { LayoutDeclaration } from '../../../functions/recovery/readers/layout.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';

/**
 * A line of a fixed-width layout from texts by field name, each written from the field's first column; fields not
 * given stay blank. Throws a RangeError for a text wider than its field or a field the layout does not have.
 */
export function fixedWidthLine({ id, shape }: LayoutDeclaration, texts: Readonly<Record<string, string>>): string {
  if (shape.type !== 'fixed-width') throw new RangeError(`${id} is not a fixed-width layout`);
  const line = new Array<string>(shape.width).fill(' ');
  for (const [name, text] of Object.entries(texts)) {
    const field = shape.fields.find((declared) => declared.name === name);
    if (field === undefined) throw new RangeError(`${id} has no field ${name}`);
    if (text.length > field.to - field.from + 1) throw new RangeError(`${id}: "${text}" does not fit in ${name}`);
    for (const [offset, character] of Array.from(text).entries()) line[field.from - 1 + offset] = character;
  }
  return line.join('');
}

/** 125050 → "00001250.50" (width 11, point "."), "00000125050" (point ""); a sign takes the first place. */
export function writtenAmount(amount: Centavos, width: number, point: '.' | ''): string {
  const absolute = String(Math.abs(amount)).padStart(3, '0');
  const digits = `${absolute.slice(0, -2)}${point}${absolute.slice(-2)}`;
  return amount < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}
