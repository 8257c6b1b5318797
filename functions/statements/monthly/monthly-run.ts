import * as z from 'zod';
import { workFieldsOf } from '../../../shared/jobs/long-work.ts';
import { monthlyMachine } from './monthly-machine.ts';

/** "2026-11": one run a month. */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'Escriba el mes como 2026-11.');

/** Why somebody on the list got no mail. */
export const SKIPPED_ES = {
  'consent-withdrawn': 'Ya no lo quiere',
  'no-file': 'El expediente ya no existe',
  'no-signatory': 'Ya no firma en el expediente',
  'no-address': 'No tiene correo registrado',
  'no-notes': 'No tiene pagarés',
  'file-blocked': 'Sus ligas están bloqueadas',
  'address-new': 'Su correo es nuevo y el anterior todavía puede objetarlo',
  suppressed: 'Su correo devuelve los envíos',
  refused: 'El servicio de correo no lo aceptó',
} as const;
export const skipSchema = z.enum(Object.keys(SKIPPED_ES) as [Skip, ...Skip[]]);
export type Skip = keyof typeof SKIPPED_ES;

export const monthlyRunSchema = z.object({
  month: monthSchema,
  /** People on the list when the run began; null before. */
  expected: z.int().nonnegative().nullable(),
  /** How many of them are decided: the checkpoint. */
  decided: z.int().nonnegative(),
  sent: z.int().nonnegative(),
  /** Nobody knows whether it left: it is not sent again. */
  uncertain: z.int().nonnegative(),
  skipped: z.partialRecord(skipSchema, z.int().positive()),
  ...workFieldsOf(monthlyMachine),
  /** When its list was written; UTC instant, ISO. */
  startedAt: z.string().nullable(),
});
export type MonthlyRun = z.output<typeof monthlyRunSchema>;

export type MemberOutcome = 'sent' | 'uncertain' | Skip;

/** The run with one more person decided. */
export function withOutcome(run: MonthlyRun, outcome: MemberOutcome): MonthlyRun {
  const decided = run.decided + 1;
  switch (outcome) {
    case 'sent':
      return { ...run, decided, sent: run.sent + 1 };
    case 'uncertain':
      return { ...run, decided, uncertain: run.uncertain + 1 };
    default:
      return { ...run, decided, skipped: { ...run.skipped, [outcome]: (run.skipped[outcome] ?? 0) + 1 } };
  }
}

/** Everybody on the list is one of sent, uncertain or skipped for a reason. */
export function isBalanced({ expected, decided, sent, uncertain, skipped }: MonthlyRun): boolean {
  const left = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  return expected === decided && decided === sent + uncertain + left;
}
