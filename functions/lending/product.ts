import * as z from 'zod';
import { calendarDateSchema } from '../../shared/http/wire.ts';
import { COMPONENTS } from '../../shared/loan-book/component.ts';
import { MOST_BANDS, MOST_INSTALMENTS, MOST_TOLERATED_DAYS } from '../../shared/loan-book/note-terms.ts';

/** Parts per million a year: 60000 = 6 %. Nothing above 100 % is a rate of this institute. */
const annualPpm = z.int().min(0).max(1_000_000).describe('Partes por millón al año: 60000 = 6 %');
const months = z.int().min(0).max(120);
const days = z.int().min(0).max(MOST_TOLERATED_DAYS);

/** A value of the product and where it comes from: a law, a contract, a statement, or that nobody has confirmed it. */
const parameter = <Value extends z.ZodType>(value: Value, meaning: string) =>
  z
    .strictObject({
      value,
      source: z
        .string()
        .trim()
        .min(3)
        .max(300)
        .describe('De dónde sale el valor; si nadie lo ha confirmado: "Por confirmar por el Instituto"'),
    })
    .describe(meaning);

const bandSchema = z.strictObject({
  annualPpm,
  /** Smallest school average that earns the band; left out = punctuality is enough. */
  averageAtLeast: z.number().min(0).max(100).exactOptional(),
});

/** Each component once: every peso of a payment must know its place. */
const allocationOrderSchema = z
  .array(z.enum(COMPONENTS))
  .refine(
    (order) => order.length === COMPONENTS.length && new Set(order).size === COMPONENTS.length,
    'El orden de aplicación debe nombrar cada concepto una sola vez.',
  )
  // Paid before interest, principal would make it dearer to pay a day early than on the day.
  .refine(
    (order) => order.at(-1) === 'principal',
    'El capital va al último: primero se pagan los intereses (Código de Comercio art. 364).',
  );

/** What a product version states about its notes' terms (loan-book.md, A note). A contract may override each. */
export const productParametersSchema = z.strictObject({
  baseRate: parameter(annualPpm, 'Tasa anual del contrato'),
  bands: parameter(z.array(bandSchema).max(MOST_BANDS), 'Tasas con descuento para quien paga puntual, por promedio'),
  graceMonths: parameter(months, 'Meses de gracia desde el término de estudios'),
  /** Months from the end of grace to the first due date. */
  firstDueMonthsAfterGrace: parameter(months, 'Meses del fin de la gracia al primer vencimiento'),
  accrualStart: parameter(z.enum(['disbursement', 'end-of-grace']), 'Desde cuándo corre el interés normal'),
  instalments: parameter(
    z
      .int()
      .min(1)
      .max(
        MOST_INSTALMENTS,
        `Un pagaré tiene ${MOST_INSTALMENTS} amortizaciones como máximo: cada una sin pagar se guarda en su saldo.`,
      ),
    'Número de amortizaciones',
  ),
  monthsBetweenInstalments: parameter(z.int().min(1).max(12), 'Meses entre amortizaciones'),
  dueDateOnClosedDay: parameter(
    z.enum(['as-stated', 'next-business-day']),
    'Si un vencimiento en día inhábil bancario se queda en su fecha o pasa al día hábil siguiente',
  ),
  amortization: parameter(z.enum(['equal-instalments', 'equal-principal', 'single']), 'Forma de amortizar el capital'),
  studyInterest: parameter(
    z.enum(['spread', 'at-first', 'at-end']),
    'Cuándo se pide el interés de estudios y gracia: repartido en las amortizaciones, con la primera o con la última',
  ),
  punctualityToleranceDays: parameter(days, 'Días de tolerancia para seguir siendo puntual'),
  punctualityToleranceAmount: parameter(
    z.int().min(0).max(10_000),
    'Faltante, en centavos, con el que nadie cae en atraso; pasa al vencimiento siguiente',
  ),
  punctualityLost: parameter(
    z.enum(['until-current', 'for-good']),
    'Si la puntualidad se recupera al ponerse al corriente',
  ),
  /** null = the note's base rate (LGTOC art. 174). */
  defaultRate: parameter(annualPpm.nullable(), 'Tasa moratoria anual; nula = la tasa base del contrato'),
  defaultGraceDays: parameter(days, 'Días de gracia del moratorio'),
  defaultGrace: parameter(
    z.enum(['forgiven', 'delayed']),
    'Si los días de gracia del moratorio se perdonan o solo se difieren',
  ),
  ordinaryOnOverdue: parameter(
    z.enum(['stops', 'continues']),
    'Si el interés normal sigue corriendo sobre capital vencido',
  ),
  dayCount: parameter(z.enum(['actual/365', 'actual/360', '30/360', 'actual/actual']), 'Base de días del interés'),
  rounding: parameter(z.enum(['half-up', 'half-even', 'down']), 'Regla de redondeo a centavos'),
  allocationOrder: parameter(allocationOrderSchema, 'Orden de aplicación de un pago'),
  allocationMode: parameter(z.enum(['component-first', 'instalment-first']), 'Aplicar por concepto o por amortización'),
  prepayment: parameter(z.enum(['hold', 'next-instalments', 'shorten', 'lower']), 'Qué se hace con lo pagado de más'),
});
export type ProductParameters = z.infer<typeof productParametersSchema>;

export const productCodeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'Use minúsculas, números y guiones, por ejemplo "titulacion".');

export const productVersionBodySchema = z.strictObject({
  name: z.string().trim().min(3).max(80).describe('Nombre del plan como lo conoce el acreditado'),
  parameters: productParametersSchema,
});

/** A version applies to the notes signed from its first day on, until the next version. It never changes. */
export const productVersionSchema = z.object({
  product: productCodeSchema,
  appliesFrom: calendarDateSchema,
  name: z.string(),
  parameters: productParametersSchema,
  definedOn: calendarDateSchema,
  definedBy: z.string(),
});
export type ProductVersion = z.infer<typeof productVersionSchema>;
