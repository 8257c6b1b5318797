import * as z from 'zod';
import { OFFICE_NAMES_ES, officeSchema } from '../../../shared/institute/offices.ts';
import type { NoteBalance } from '../../../shared/ledger/ledger.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { STAGES } from '../../../shared/loan-book/event.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';

const range = z
  .strictObject({ from: z.int().min(0).optional(), to: z.int().min(0).optional() })
  .refine(({ from = 0, to = from }) => from <= to, { path: ['to'], message: 'Debe ser igual o mayor que «from».' });

/** Whom a campaign is for, as data: what is said must all be true, what is not said does not matter. */
export const eligibilitySchema = z.strictObject({
  offices: z.array(officeSchema).min(1).optional(),
  products: z.array(z.string().min(1).max(40)).min(1).max(50).optional(),
  stages: z.array(z.enum(STAGES)).min(1).optional(),
  /** Days since the oldest unpaid due date of the note, both ends included. */
  daysPastDue: range.optional(),
  /** What the eligible notes of the file owe together, in centavos, both ends included. */
  owed: range.optional(),
});
export type Eligibility = z.infer<typeof eligibilitySchema>;

/** What of a note the rule looks at. */
export type NoteInCampaign = Pick<NoteBalance, 'owed' | 'daysPastDue' | 'dimensions' | 'underAgreement'>;

/**
 * Whether a note owes something, has no live agreement already and is of the rule's offices, products, stages and days
 * past due.
 */
export const isEligibleNote = (
  rule: Eligibility,
  { owed, daysPastDue, dimensions, underAgreement }: NoteInCampaign,
): boolean =>
  sumOfComponents(owed) > 0 &&
  !underAgreement &&
  isAmong(rule.offices, dimensions.office) &&
  isAmong(rule.products, dimensions.product) &&
  isAmong(rule.stages, dimensions.stage) &&
  isWithin(rule.daysPastDue, daysPastDue);

/**
 * The notes of a file that a campaign is for; none: the file does not qualify. What they owe together must lie within the
 * rule's amounts.
 */
export function eligibleNotes<Note extends NoteInCampaign>(rule: Eligibility, notes: readonly Note[]): readonly Note[] {
  const found = notes.filter((note) => isEligibleNote(rule, note));
  const together = found.reduce((sum, { owed }) => sum + sumOfComponents(owed), 0);
  return isWithin(rule.owed, together) ? found : [];
}

const STAGE_NAMES_ES: Readonly<Record<(typeof STAGES)[number], string>> = {
  administrative: 'administrativa',
  extrajudicial: 'extrajudicial',
  mediation: 'mediación',
  judicial: 'judicial',
};

/** The rule in words. */
export function ruleText({ offices, products, stages, daysPastDue, owed }: Eligibility): string {
  const texts = [
    offices && `oficinas: ${offices.map((office) => OFFICE_NAMES_ES[office]).join(', ')}`,
    products && `productos: ${products.join(', ')}`,
    stages && `etapas de cobranza: ${stages.map((stage) => STAGE_NAMES_ES[stage]).join(', ')}`,
    daysPastDue && `días de atraso: ${rangeText(daysPastDue, String)}`,
    owed && `adeudo: ${rangeText(owed, formatMxn)}`,
  ].filter((text) => text !== undefined);
  return texts.length === 0 ? 'deber algo' : texts.join('; ');
}

const rangeText = ({ from = 0, to }: NonNullable<Eligibility['owed']>, say: (value: number) => string): string =>
  to === undefined ? `${say(from)} o más` : `de ${say(from)} a ${say(to)}`;

const isAmong = (allowed: readonly string[] | undefined, value: string): boolean => allowed?.includes(value) ?? true;

const isWithin = ({ from = 0, to = Number.MAX_SAFE_INTEGER }: Eligibility['owed'] = {}, value: number): boolean =>
  value >= from && value <= to;
