import * as z from 'zod';
import { balanceAnswerSchema } from '../../shared/http/balance-answer.ts';
import { calendarDateText, moneyOut, officeWireSchema, pageOf } from '../../shared/http/wire.ts';
import { addressSchema, contactPointSchema, personNameSchema } from '../../shared/register/person-fields.ts';
import { LEVELS, PAYEES } from '../../shared/register/register-items.ts';
import { productParametersSchema } from './product.ts';

/** What leaves lending's routes: only what is declared here. */

const warnings = z
  .array(z.object({ pointer: z.string().optional(), message: z.string() }))
  .readonly()
  .describe('Lo que conviene revisar; el registro se guardó');

const curpOverrideAnswer = z.object({ reason: z.string(), by: z.string(), on: calendarDateText }).nullable();

export const foundAnswer = pageOf(
  z.object({
    borrowerId: z.string(),
    name: z.string(),
    office: officeWireSchema,
    fileId: z.string().nullable().describe('Su expediente; nulo si aún no tiene'),
    person: z.enum(['borrower', 'cosigner']).describe('De quién es el teléfono o correo buscado'),
  }),
).extend({
  instead: z.string().nullable().describe('Lo que se buscó en lugar de lo escrito, si ningún nombre lo lleva'),
});

export const borrowerWrittenAnswer = z.object({ borrowerId: z.string(), warnings });

export const borrowerAnswer = z.object({
  borrowerId: z.string(),
  fileId: z.string().nullable(),
  office: officeWireSchema,
  name: personNameSchema,
  curp: z.string(),
  curpOverride: curpOverrideAnswer,
  rfc: z.string().nullable(),
  clabe: z.string().nullable(),
  contactPoints: z.array(contactPointSchema),
  address: addressSchema.nullable(),
});

export const fileOpenedAnswer = z.object({ fileId: z.string(), warnings });

const contract = {
  noteId: z.string(),
  fileId: z.string(),
  contractNumber: z.string(),
  office: officeWireSchema,
  product: z.string(),
  productVersion: calendarDateText,
  signedOn: calendarDateText,
  endOfStudies: calendarDateText,
  level: z.enum(LEVELS),
  school: z.string(),
  period: z.string(),
  paymentReference: z.string(),
  creditNumber: z.string().nullable(),
  state: z.enum(['opening', 'open']).describe('"opening": falta terminar el alta; envíe otra vez la misma solicitud'),
  balance: balanceAnswerSchema.nullable(),
};

export const fileAnswer = z.object({
  fileId: z.string(),
  borrowerId: z.string(),
  borrowerName: personNameSchema,
  office: officeWireSchema,
  openedOn: calendarDateText,
  paymentReference: z.string().nullable(),
  cosigners: z
    .array(
      z.object({
        number: z.int(),
        name: personNameSchema,
        relationship: z.string(),
        curp: z.string().nullable(),
        curpOverride: curpOverrideAnswer,
        rfc: z.string().nullable(),
        contactPoints: z.array(contactPointSchema),
        address: addressSchema.nullable(),
      }),
    )
    .readonly(),
  notes: z.array(z.object(contract)),
  credit: moneyOut.describe('Saldo a favor del expediente'),
});

export const noteOpenedAnswer = z.object({
  noteId: z.string(),
  endOfGrace: calendarDateText,
  firstDueDate: calendarDateText,
});

const parameters = productParametersSchema.shape;

const termsAnswer = z.object({
  accrualStart: parameters.accrualStart.shape.value,
  endOfGrace: calendarDateText,
  firstDueDate: calendarDateText,
  instalments: z.int(),
  monthsBetweenInstalments: z.int(),
  dueDateShifts: z
    .array(z.int())
    .readonly()
    .exactOptional()
    .describe('Días que cada vencimiento se recorrió por caer en día inhábil, en orden; los que faltan son cero'),
  studyInterest: parameters.studyInterest.shape.value.exactOptional(),
  amortization: parameters.amortization.shape.value,
  baseRate: z.int().describe('Partes por millón al año: 60000 = 6 %'),
  bands: parameters.bands.shape.value.readonly(),
  punctualityToleranceDays: z.int(),
  punctualityToleranceAmount: z.int().exactOptional().describe('Centavos'),
  punctualityLost: parameters.punctualityLost.shape.value,
  defaultRate: z.int().nullable(),
  defaultGraceDays: z.int(),
  defaultGrace: parameters.defaultGrace.shape.value,
  ordinaryOnOverdue: parameters.ordinaryOnOverdue.shape.value,
  dayCount: parameters.dayCount.shape.value,
  rounding: parameters.rounding.shape.value,
  allocation: z.object({
    order: parameters.allocationOrder.shape.value.readonly(),
    mode: parameters.allocationMode.shape.value,
    prepayment: parameters.prepayment.shape.value,
  }),
});

export const noteAnswer = z.object({
  ...contract,
  termsAtSigning: termsAnswer,
  printedSchedule: z
    .array(
      z.object({
        date: calendarDateText,
        principal: moneyOut,
        ordinaryInterest: moneyOut,
        total: moneyOut,
      }),
    )
    .describe('Tabla impresa: lo que pide cada vencimiento a quien paga todos en su fecha, a la tasa base'),
  disbursements: z.array(
    z.object({ eventId: z.string(), valueDate: calendarDateText, amount: moneyOut, payee: z.enum(PAYEES) }),
  ),
});

const entryAnswerSchema = z.object({
  seq: z.int(),
  kind: z.string(),
  kindName: z.string(),
  eventId: z.string(),
  cause: z.string().nullable().describe('Movimiento que se cancela, o que causó el ajuste'),
  valueDate: calendarDateText,
  recordedOn: calendarDateText,
  recordedAt: z.string(),
  channel: z.string().nullable(),
  provisional: z.boolean(),
  lines: z
    .array(z.object({ account: z.string(), amount: moneyOut }))
    .describe('Cargo positivo, abono negativo; suman cero'),
  application: z
    .object({
      amount: moneyOut,
      principalOverdue: moneyOut,
      principalNotDue: moneyOut,
      ordinaryInterest: moneyOut,
      defaultInterest: moneyOut,
      collectionCosts: moneyOut,
      credit: moneyOut,
    })
    .nullable()
    .describe('Cómo se aplicó el pago; las partes suman el importe'),
  reason: z.string(),
  source: z.object({ type: z.string(), id: z.string(), line: z.int().nullable() }),
  hash: z.string(),
  previousHash: z.string(),
});
export const entriesAnswer = pageOf(entryAnswerSchema);

export const disbursementAnswer = z.object({ eventId: z.string(), recordedOn: calendarDateText, amount: moneyOut });
export const averageAnswer = z.object({ eventId: z.string(), recordedOn: calendarDateText, average: z.number() });

export const productVersionAnswer = z.object({
  product: z.string(),
  appliesFrom: calendarDateText,
  name: z.string(),
  parameters: productParametersSchema,
  definedOn: calendarDateText,
  definedBy: z.string(),
});
export const productVersionsAnswer = z.object({ versions: z.array(productVersionAnswer) });
