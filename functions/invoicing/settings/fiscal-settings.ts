import * as z from 'zod';
import { OFFICES } from '../../../shared/institute/offices.ts';
import { type ByComponent, byComponent, COMPONENTS } from '../../../shared/loan-book/component.ts';
import { CHANNELS } from '../../../shared/loan-book/event.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { FORM_TO_BE_DEFINED, PAYMENT_FORMS, PERIODICITIES, type Periodicity, REGIMES } from '../cfdi/sat-catalogues.ts';
import { type Line, taxSchema } from '../cfdi/tax-split.ts';
import { fiscalSettingsMachine } from './fiscal-settings-machine.ts';

const productKey = z.string().regex(/^\d{8}$/, 'La clave de producto o servicio tiene ocho dígitos.');
const unitKey = z.string().regex(/^[A-Z0-9]{2,3}$/, 'La clave de unidad tiene dos o tres letras o dígitos.');
const name = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^|]+$/, 'No lleva el signo «|».');
const source = z
  .string()
  .trim()
  .min(5, 'Diga de dónde sale: oficio, opinión fiscal o artículo.')
  .max(300)
  .meta({ description: 'De dónde sale: oficio, opinión fiscal, artículo.' });
const paymentForm = z
  .string()
  .refine((key) => PAYMENT_FORMS.has(key) && key !== FORM_TO_BE_DEFINED, 'Esa forma de pago no está en el catálogo.');

/** How a component of a payment goes into its CFDI. */
const treatmentSchema = z.strictObject({
  /** False: no income, and not in the CFDI (principal repaid: domain-facts.md §F). */
  invoiced: z.boolean(),
  productKey,
  unitKey,
  description: name,
  tax: taxSchema,
  source,
});

const keyed = <Key extends string, Value extends z.ZodType>(keys: readonly Key[], value: Value) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, value])) as Record<Key, Value>);

/** What Accounting states, as it comes in. */
export const fiscalTermsSchema = z.strictObject({
  issuer: z.strictObject({
    rfc: z.string().regex(/^[A-Z&Ñ]{3}\d{6}[A-Z0-9]{2}[0-9A]$/, 'El RFC del Instituto tiene 12 caracteres.'),
    name,
    regime: z
      .string()
      .refine((key) => REGIMES.get(key)?.kinds.has('entity') === true, 'No es régimen de persona moral.'),
  }),
  /** Where each office issues from (CFF 29-A III). */
  postcodes: keyed(OFFICES, z.string().regex(/^\d{5}$/, 'El código postal tiene cinco dígitos.')),
  components: keyed(COMPONENTS, treatmentSchema),
  /** Forma de pago by the channel of the payment, unless whoever asks knows better. */
  paymentForms: keyed(CHANNELS, paymentForm),
  global: z.strictObject({
    periodicity: z.enum(Object.keys(PERIODICITIES) as [Periodicity, ...Periodicity[]]),
    productKey,
    unitKey,
    description: name,
  }),
  source,
});
export type FiscalTerms = z.output<typeof fiscalTermsSchema>;

/** A version of the fiscal settings, under PK `FISCALSETTINGS#<settingsId>`, SK `SETTINGS`; nothing but its state changes. */
export const fiscalSettingsSchema = z.object({
  ...trackedFields,
  settingsId: z.string(),
  state: stateSchema(fiscalSettingsMachine),
  /** First day of the CFDIs made by it. */
  from: z.string(),
  proposedOn: z.string(),
  /** UTC instant of the signature or the rejection. */
  decidedAt: z.string().nullable(),
  terms: fiscalTermsSchema,
});
export type FiscalSettings = z.infer<typeof fiscalSettingsSchema>;

export interface InvoicedParts {
  readonly lines: readonly Line[];
  /** What was paid and is no part of the CFDI. */
  readonly left: ByComponent;
}

/** The lines of what was paid, component by component; what is not invoiced apart. */
export function linesOf({ components }: FiscalTerms, paid: ByComponent, identification?: string): InvoicedParts {
  const lines = COMPONENTS.flatMap((component): Line[] => {
    const { invoiced, productKey, unitKey, description, tax } = components[component];
    const gross = paid[component];
    return invoiced && gross > 0 ? [{ productKey, unitKey, description, identification, tax, gross }] : [];
  });
  return { lines, left: byComponent((component) => (components[component].invoiced ? 0 : paid[component])) };
}

/** The lines of an operation in a global invoice: one for each treatment of VAT, under its folio. */
export function globalLinesOf({ components, global }: FiscalTerms, paid: ByComponent, identification: string): Line[] {
  const sums = new Map<string, { tax: Line['tax']; gross: Centavos }>();
  for (const component of COMPONENTS) {
    const { invoiced, tax } = components[component];
    if (!invoiced || paid[component] <= 0) continue;
    const key = JSON.stringify(tax);
    sums.set(key, { tax, gross: (sums.get(key)?.gross ?? 0) + paid[component] });
  }
  const { productKey, unitKey, description } = global;
  return [...sums.values()].map((sum) => ({ productKey, unitKey, description, identification, ...sum }));
}
