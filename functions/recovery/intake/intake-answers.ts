import * as z from 'zod';
import { calendarDateText, instantText, moneyOut, pageOf } from '../../../shared/http/wire.ts';
import { type IntakeFile, intakeStateSchema, isStalled } from './intake-file.ts';
import { OUTCOME_NAMES_ES, OUTCOMES, outcomeSchema, type RowEnding, rowReasonSchema } from './row-outcome.ts';

/** What leaves the intake routes: only what is declared here. */

const outcomeTotal = z.object({ outcome: outcomeSchema, name: z.string(), count: z.int(), sum: moneyOut });

export const fileAnswer = z.object({
  fileId: z.string(),
  fileName: z.string(),
  status: z.enum([...intakeStateSchema.options, 'stalled']).describe('Estado; «stalled»: se detuvo y continuará solo'),
  layout: z.string().nullable(),
  recordedOn: calendarDateText,
  registeredAt: instantText,
  endedAt: instantText.nullable(),
  sizeBytes: z.int().nullable(),
  sha256: z.string().nullable(),
  rowsTotal: z.int().nullable(),
  rowsDone: z.int(),
  sumTotal: moneyOut.nullable(),
  outcomes: z.array(outcomeTotal).describe('Renglones e importes por resultado; suman los totales del archivo'),
  unread: z
    .object({ lines: z.int(), sum: moneyOut })
    .nullable()
    .describe('Archivo rechazado sin leer: líneas con contenido e importe que parecen traer (aproximado)'),
  balanced: z.boolean().nullable().describe('Al terminar: renglones e importes cuadran con los totales'),
  duplicateOf: z.string().nullable(),
  refusal: z
    .object({
      code: z.string(),
      detail: z.string(),
      details: z.array(z.object({ line: z.int().optional(), column: z.int().optional(), message: z.string() })),
    })
    .nullable(),
});

export const filesAnswer = pageOf(fileAnswer);

export const uploadAnswer = z.object({
  fileId: z.string(),
  upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
});

export const rowAnswer = z.object({
  line: z.int(),
  outcome: outcomeSchema,
  outcomeName: z.string(),
  reason: rowReasonSchema.nullable(),
  amount: moneyOut.nullable(),
  reference: z.string().nullable(),
  referenceText: z.string().nullable().describe('Lo que el banco escribió, cuando no es la referencia misma'),
  occurrence: z.int().nullable().describe('Número entre los renglones del archivo con la misma clave (gemelos)'),
  valueDate: calendarDateText.nullable(),
  eventId: z.string().nullable(),
  depositId: z.string().nullable(),
  returnId: z.string().nullable().describe('Devolución del banco que una persona decide'),
  target: z.object({ fileId: z.string(), noteId: z.string().nullable() }).nullable(),
  firstSeen: z
    .object({ intakeFileId: z.string(), line: z.int().nullable(), recordedOn: calendarDateText })
    .nullable()
    .describe('Posible duplicado: dónde llegó el primer renglón del mismo pago'),
  decision: z.object({ decision: z.enum(['apply', 'discard']), reason: z.string(), by: z.string() }).nullable(),
});

export const rowsAnswer = pageOf(rowAnswer);

export function fileToAnswer(file: IntakeFile, now: Date): z.input<typeof fileAnswer> {
  return {
    ...file,
    status: isStalled(file, now) && file.runs > 0 ? 'stalled' : file.state,
    outcomes: OUTCOMES.map((outcome) => ({
      outcome,
      name: OUTCOME_NAMES_ES[outcome],
      count: file.tally[outcome].count,
      sum: file.tally[outcome].sum,
    })),
  };
}

export function rowToAnswer(row: RowEnding): z.input<typeof rowAnswer> {
  return {
    ...row,
    outcomeName: OUTCOME_NAMES_ES[row.outcome],
  };
}
