import * as z from 'zod';

/** What is given besides the notes so that an agreement is kept. The description is what people typed: never logged. */
export const GUARANTEE_NAMES_ES = {
  'cosigner-promise': 'Promesa de nuevo aval',
  pledge: 'Prenda',
  mortgage: 'Hipoteca',
  other: 'Otra',
} as const;
export const GUARANTEE_KINDS = ['cosigner-promise', 'pledge', 'mortgage', 'other'] as const;
export const MOST_GUARANTEES = 10;

export const guaranteeSchema = z.strictObject({
  kind: z.enum(GUARANTEE_KINDS),
  description: z.string().trim().min(3).max(200),
});
export type Guarantee = z.infer<typeof guaranteeSchema>;
