import * as z from 'zod';
import type { Runner } from '../../../infra/local/runner.ts';
import { addMonths, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { DemoFile } from '../lending/portfolio.ts';
import type { DayStep, DemonstrationDay, Seeder } from '../seeder.ts';
import { askApi } from '../staff-api.ts';
import { runCampaign } from './campaign-of-the-day.ts';

/** An agreement of the day, within a collector's authority, and a campaign with one on its terms. */
export const agreements: Seeder = { steps: { during: agreementsOfTheDay } };

function agreementsOfTheDay({ runner, day, calendar, borrowers }: DemonstrationDay): DayStep[] {
  return [
    { key: 'agreement', title: 'Convenio de pago', on: day, run: () => signOneAgreement(runner, day, borrowers()) },
    { key: 'campaign', title: 'Campaña de regularización', on: day, run: () => runCampaign(runner, day, calendar) },
  ];
}

const agreementSchema = z.object({
  agreementId: z.string(),
  status: z.string(),
  total: z.string(),
  forgives: z.object({ defaultInterest: z.string() }),
  payments: z.array(z.object({ amount: z.string() })),
});
const fileSchema = z.object({
  notes: z.array(z.object({ balance: z.object({ owed: z.object({ defaultInterest: z.string() }) }) })),
});

/** Of the first file, from the last of the portfolio on, that owes a good deal of default interest. */
async function signOneAgreement(runner: Runner, day: CalendarDate, borrowers: readonly DemoFile[]): Promise<string> {
  const collector = (office: string) => ({ role: 'collector', office });
  for (const { file } of [...borrowers].reverse()) {
    const { fileId, office } = file;
    const { notes } = fileSchema.parse(
      await askApi(runner, { role: 'portfolio-coordinator', path: `/v1/files/${fileId}` }),
    );
    if (!notes.some(({ balance }) => Number(balance.owed.defaultInterest) > 100)) continue;
    const answer = agreementSchema.parse(
      await askApi(runner, {
        ...collector(office),
        method: 'POST',
        path: `/v1/files/${fileId}/agreements`,
        headers: { 'idempotency-key': deterministicId('demo-agreement', fileId) },
        body: {
          forgive: { defaultInterest: 50 },
          payments: 6,
          from: addMonths(day, 1),
          reason: 'Lo pidió el acreditado en ventanilla',
        },
      }),
    );
    if (answer.status !== 'authorised' && answer.status !== 'live') continue;
    await askApi(runner, {
      ...collector(office),
      method: 'POST',
      path: `/v1/agreements/${answer.agreementId}/signature`,
      headers: { 'idempotency-key': deterministicId('demo-signature', fileId) },
    });
    return `$${answer.total} en ${answer.payments.length} pagos; si se cumple, se perdonan $${answer.forgives.defaultInterest} de moratorio`;
  }
  return 'ningún expediente con moratorio';
}
