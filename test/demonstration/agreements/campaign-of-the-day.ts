import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { Runner } from '../../../infra/local/runner.ts';
import { type HolidayCalendar, nextBusinessDay } from '../../../shared/calendar/business-days.ts';
import { addDays, addMonths, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { MOST_AGREED_NOTES } from '../../../shared/ledger/agreement-head.ts';
import { askApi } from '../staff-api.ts';

const COORDINATOR = 'portfolio-coordinator';
const campaignSchema = z.object({ campaignId: z.string() });
const previewSchema = z.object({
  previewId: z.string(),
  status: z.string(),
  total: z.object({ files: z.int(), forgives: z.object({ total: z.string() }) }),
});
const filesSchema = z.object({
  items: z.array(z.object({ fileId: z.string(), office: z.string(), noteIds: z.array(z.string()) })),
});
const paperSchema = z.object({
  paperId: z.string(),
  status: z.string(),
  parts: z.array(z.object({ files: z.int() })),
});
const agreementSchema = z.object({ agreementId: z.string(), total: z.string() });

/**
 * A campaign that the coordination proposes and the direction opens; played over the portfolio, its letters drawn, and an
 * agreement signed with the first who came. Done again it finds what it did.
 */
export async function runCampaign(runner: Runner, day: CalendarDate, calendar: HolidayCalendar): Promise<string> {
  const post = (role: string, path: string, what: string, body?: object, office?: string) =>
    askApi(runner, {
      ...{
        role,
        path,
        method: 'POST',
        headers: { 'idempotency-key': deterministicId('demo-campaign', `${what} ${day}`) },
      },
      ...(body !== undefined && { body }),
      ...(office !== undefined && { office }),
    });
  const { campaignId } = campaignSchema.parse(
    await post(COORDINATOR, '/v1/campaigns', 'propose', {
      ...{ name: 'Ponte al corriente', from: day, until: addMonths(day, 2), forgive: { defaultInterest: 100 } },
      ...{ mostPayments: 6, eligibility: { daysPastDue: { from: 90 } }, budget: '5000000.00' },
      ...{ legalBasis: 'Acuerdo de la Junta Directiva (ejemplo)', source: 'Por confirmar por el Instituto' },
    }),
  );
  const campaign = `/v1/campaigns/${campaignId}`;
  await post('director', `${campaign}/authorisation`, 'authorise');
  const { previewId } = previewSchema.parse(await post(COORDINATOR, `${campaign}/previews`, 'preview'));
  const preview = await done(runner, `${campaign}/previews/${previewId}`, previewSchema);
  const letters = paperSchema.parse(
    await post(COORDINATOR, `${campaign}/previews/${previewId}/letters`, 'letters', {
      ...{ from: day, until: nextBusinessDay(addDays(day, 20), calendar) },
    }),
  );
  const { parts } = await done(runner, `${campaign}/papers/${letters.paperId}`, paperSchema);
  const written = parts.reduce((sum, { files }) => sum + files, 0);
  const { total, forgives } = { total: preview.total.files, forgives: preview.total.forgives.total };
  const found = `«Ponte al corriente»: califican ${total} expedientes y se perdonarían $${forgives}; ${written} cartas`;
  const { items } = filesSchema.parse(
    await askApi(runner, { role: COORDINATOR, path: `${campaign}/previews/${previewId}/files?limit=100` }),
  );
  // One agreement takes no more notes.
  const file = items.find(({ noteIds }) => noteIds.length <= MOST_AGREED_NOTES);
  if (file === undefined) return found;
  const wishes = { campaignId, payments: 3, from: addMonths(day, 1), reason: 'Trajo la carta de la campaña' };
  const agreement = agreementSchema.parse(
    await post('collector', `/v1/files/${file.fileId}/agreements`, 'agreement', wishes, file.office),
  );
  await post('collector', `/v1/agreements/${agreement.agreementId}/signature`, 'sign', undefined, file.office);
  return `${found}; un convenio de $${agreement.total}`;
}

/** How long a portfolio of either size takes at most. */
const LONGEST_MS = 600_000;

async function done<Answer extends z.ZodType<{ readonly status: string }>>(
  runner: Runner,
  path: string,
  schema: Answer,
): Promise<z.output<Answer>> {
  for (const started = Date.now(); Date.now() - started < LONGEST_MS; await wait(200)) {
    const answer = schema.parse(await askApi(runner, { role: COORDINATOR, path }));
    if (answer.status === 'done') return answer;
    if (answer.status === 'given-up') break;
  }
  throw new Error(`${path} no terminó`);
}
