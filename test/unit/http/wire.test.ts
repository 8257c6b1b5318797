import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { spanishIssue } from '../../../shared/http/spanish-issues.ts';
import {
  calendarDateSchema,
  moneyOut,
  moneySchema,
  pageQueryFields,
  positiveMoneySchema,
} from '../../../shared/http/wire.ts';
import { MAX_CENTAVOS, MAX_SUM } from '../../../shared/money/centavos.ts';

const messagesOf = (schema: z.ZodType, value: unknown): string[] =>
  schema.safeParse(value, { error: spanishIssue }).error?.issues.map((issue) => issue.message) ?? [];

describe('money on the wire', () => {
  it('what goes out comes in as the same centavos', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_CENTAVOS, max: MAX_CENTAVOS }), (centavos) => {
        const text = moneyOut.parse(centavos);
        expect(moneySchema.parse(text)).toBe(centavos);
      }),
      { examples: [[MAX_CENTAVOS], [-MAX_CENTAVOS], [0]] },
    );
  });

  it('a sum goes out whatever accepted amounts it is made of, but does not come in as an amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_SUM, max: MAX_SUM }), (sum) => {
        const text = moneyOut.parse(sum);
        expect(moneySchema.safeParse(text).success).toBe(Math.abs(sum) <= MAX_CENTAVOS);
      }),
      { examples: [[MAX_SUM], [-MAX_SUM], [MAX_CENTAVOS + 1]] },
    );
  });

  it.each([
    '1250',
    '1,250.50',
    '1250.5',
    '1250.505',
    '+1.00',
    ' 1.00',
    '$1.00',
    '1e3',
    '',
    1250.5,
    null,
    '123456789012345.00',
  ])('%j is no amount', (value) => {
    expect(messagesOf(moneySchema, value)).toEqual([expect.stringContaining('"1250.50"')]);
  });

  it('has a largest amount, and zero is not positive', () => {
    expect(MAX_CENTAVOS).toBe(10_000_000_000_000);
    expect(moneySchema.parse('99999999999.99')).toBe(MAX_CENTAVOS - 1);
    expect(moneySchema.parse('100000000000.00')).toBe(MAX_CENTAVOS);
    for (const text of ['100000000000.01', '123456789012.00', '-100000000000.01', '99999999999999.99']) {
      expect(messagesOf(moneySchema, text)).toEqual(['El monto máximo es 100000000000.00.']);
    }
    expect(moneySchema.parse('0.00')).toBe(0);
    expect(Object.is(moneySchema.parse('-0.00'), 0)).toBe(true);
    expect(messagesOf(positiveMoneySchema, '0.00')).toEqual(['El monto debe ser mayor que cero.']);
    expect(positiveMoneySchema.parse('0.01')).toBe(1);
  });
});

describe('dates and pages on the wire', () => {
  it('a date must exist', () => {
    expect(calendarDateSchema.parse('2028-02-29')).toBe('2028-02-29');
    for (const value of ['2027-02-29', '2026-13-01', '20261120', '2026-11-20T00:00:00Z', 20261120]) {
      expect(messagesOf(calendarDateSchema, value)).toEqual(['Escriba una fecha que exista, como AAAA-MM-DD.']);
    }
  });

  it('a page has 50 items unless asked otherwise', () => {
    const schema = z.strictObject(pageQueryFields);
    expect(schema.parse({})).toEqual({ limit: 50 });
    expect(schema.parse({ limit: '7', cursor: 'abc' })).toEqual({ limit: 7, cursor: 'abc' });
    for (const limit of ['101', '1.5', '', '-1']) expect(messagesOf(schema, { limit })).toHaveLength(1);
  });
});

describe('what schemas say in Spanish', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.string(), undefined, 'Falta este dato.'],
    [z.int(), 1.5, 'Debe ser un número entero.'],
    [z.boolean(), 'si', 'Debe ser verdadero o falso (true, false).'],
    [z.array(z.string()), {}, 'Debe ser una lista.'],
    [z.array(z.string()).max(1), ['a', 'b'], 'Debe tener máximo 1 elementos.'],
    [z.string().max(1), 'abc', 'Debe tener máximo 1 carácter.'],
    [z.number().positive(), 0, 'Debe ser mayor que 0.'],
    [z.number().max(9), 10, 'Debe ser menor o igual a 9.'],
    [z.literal('ok'), 'no', 'Debe ser uno de: ok.'],
    [z.email(), 'a', 'Debe ser un correo electrónico.'],
    [z.string().regex(/^a$/), 'b', 'No tiene la forma que se pide; revise la referencia de la API.'],
    [z.union([z.string(), z.number()]), true, 'No corresponde a ninguna de las formas permitidas.'],
    [z.number().multipleOf(5), 3, 'Debe ser múltiplo de 5.'],
    [z.string().refine(() => false), 'x', 'El dato no es válido.'],
    [z.string().refine(() => false, 'Ya venció.'), 'x', 'Ya venció.'],
  ])('schema %#', (schema, value, message) => {
    expect(messagesOf(schema, value)).toEqual([message]);
  });
});
