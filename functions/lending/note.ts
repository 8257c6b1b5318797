import * as z from 'zod';
import { calendarDateSchema, positiveMoneySchema } from '../../shared/http/wire.ts';
import { DISBURSEMENT_LIMIT, isAboveLimit } from '../../shared/money/amount-limits.ts';
import { formatMxn } from '../../shared/money/centavos.ts';
import type { RefusalDetail } from '../../shared/refusals/refusal.ts';
import { LEVELS, PAYEES } from '../../shared/register/register-items.ts';
import { productCodeSchema, productParametersSchema } from './product.ts';

/** As printed on the contract; upper case, so that "t-1" and "T-1" are one contract. */
export const contractNumberSchema = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9/.-]{2,29}$/, 'Use mayúsculas, números, guiones, puntos o diagonales (3 a 30 caracteres).');

/** The shape of a payment reference; its check digits are the bank plug-ins' matter (functions/recovery). */
export const paymentReferenceSchema = z
  .string()
  .regex(/^[A-Z0-9]{6,20}$/, 'La referencia de pago tiene de 6 a 20 letras mayúsculas o números, sin espacios.');

export const creditNumberSchema = z
  .string()
  .regex(/^\d{12}$/, 'El número de crédito para domiciliación tiene 12 dígitos.');

/** Terms that a contract agrees otherwise than its product, each as in the product but without its source. */
const shape = productParametersSchema.shape;
export const termOverridesSchema = z
  .strictObject({
    endOfGrace: calendarDateSchema,
    firstDueDate: calendarDateSchema,
    baseRate: shape.baseRate.shape.value,
    bands: shape.bands.shape.value,
    accrualStart: shape.accrualStart.shape.value,
    instalments: shape.instalments.shape.value,
    monthsBetweenInstalments: shape.monthsBetweenInstalments.shape.value,
    dueDateOnClosedDay: shape.dueDateOnClosedDay.shape.value,
    amortization: shape.amortization.shape.value,
    studyInterest: shape.studyInterest.shape.value,
    punctualityToleranceAmount: shape.punctualityToleranceAmount.shape.value,
    punctualityToleranceDays: shape.punctualityToleranceDays.shape.value,
    punctualityLost: shape.punctualityLost.shape.value,
    defaultRate: shape.defaultRate.shape.value,
    defaultGraceDays: shape.defaultGraceDays.shape.value,
    defaultGrace: shape.defaultGrace.shape.value,
    ordinaryOnOverdue: shape.ordinaryOnOverdue.shape.value,
    dayCount: shape.dayCount.shape.value,
    allocationMode: shape.allocationMode.shape.value,
    prepayment: shape.prepayment.shape.value,
  })
  .partial();
export type TermOverrides = z.infer<typeof termOverridesSchema>;

export const disbursementBodySchema = z.strictObject({
  valueDate: calendarDateSchema.describe('Día en que se entregó el dinero'),
  amount: positiveMoneySchema,
  payee: z.enum(PAYEES).describe('A quién se pagó: cuenta del acreditado o escuela'),
});
export type DisbursementBody = z.infer<typeof disbursementBodySchema>;

/** What makes a disbursement impossible on any note; `pointer` is where the body holds it. */
export function faultsOfDisbursement({ amount }: DisbursementBody, pointer: string): RefusalDetail[] {
  if (!isAboveLimit(amount, DISBURSEMENT_LIMIT)) return [];
  const message = `La ministración de ${formatMxn(amount)} pasa del máximo de ${formatMxn(DISBURSEMENT_LIMIT.centavos)} por contrato-pagaré. Revise el monto.`;
  return [{ pointer: `${pointer}/amount`, message }];
}

export const openNoteBodySchema = z.strictObject({
  contractNumber: contractNumberSchema,
  product: productCodeSchema,
  signedOn: calendarDateSchema.describe('Día de la firma; decide la versión del producto'),
  endOfStudies: calendarDateSchema.describe('Término de estudios; desde él corre la gracia'),
  level: z.enum(LEVELS).describe('Nivel educativo'),
  school: z.string().trim().min(2).max(120).describe('Escuela'),
  period: z.string().trim().min(2).max(40).describe('Periodo escolar del contrato-pagaré, por ejemplo "2026-2"'),
  paymentReference: paymentReferenceSchema,
  creditNumber: creditNumberSchema.nullable().default(null),
  overrides: termOverridesSchema.default({}).describe('Lo que el contrato pacta distinto de su producto'),
  firstDisbursement: disbursementBodySchema,
});
export type OpenNoteBody = z.infer<typeof openNoteBodySchema>;
