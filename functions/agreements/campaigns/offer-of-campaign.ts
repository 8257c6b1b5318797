import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { NoteBalance } from '../../../shared/ledger/ledger.ts';
import { type Campaign, closedBecause } from './campaign.ts';
import { refuseCampaign } from './campaign-refusals.ts';
import type { CampaignStore } from './campaign-store.ts';
import { eligibleNotes, ruleText } from './eligibility.ts';
import { readCampaign } from './propose-campaign.ts';

/** Refuses what is not on a day on which the campaign admits agreements. */
export function refuseClosed(campaign: Campaign, on: CalendarDate): void {
  const because = closedBecause(campaign, on);
  if (because !== undefined)
    throw refuseCampaign('campaign-closed', `${because} Elija otra campaña o convenga sin ella.`);
}

/** The campaign of an agreement that is to be signed on `signsOn`. Refused when it admits none today or then, or so many payments. */
export async function campaignOffered(
  deps: { readonly campaigns: CampaignStore; readonly clock: Clock },
  asked: { readonly campaignId: string; readonly signsOn: CalendarDate; readonly payments: number },
  caller: Caller,
): Promise<Campaign> {
  const campaign = await readCampaign(deps, asked.campaignId, caller);
  refuseClosed(campaign, deps.clock.today());
  refuseClosed(campaign, asked.signsOn);
  if (asked.payments <= campaign.mostPayments) return campaign;
  throw refuseCampaign(
    'campaign-payments-exceeded',
    `La campaña «${campaign.name}» admite hasta ${campaign.mostPayments} pagos y se piden ${asked.payments}.`,
  );
}

/** The notes of a file that the campaign is for, or those asked for of them. Refused, with the rule, when one is not. */
export function notesOffered(
  { name, eligibility }: Campaign,
  notes: readonly NoteBalance[],
  asked: readonly string[] | undefined,
): readonly NoteBalance[] {
  const eligible = eligibleNotes(eligibility, notes);
  const isMeant = ({ noteId }: NoteBalance) => asked?.includes(noteId) ?? true;
  const chosen = eligible.filter(isMeant);
  if (chosen.length > 0 && (asked === undefined || chosen.length === notes.filter(isMeant).length)) return chosen;
  const whose = asked === undefined ? 'El expediente no cumple' : 'No todos los pagarés elegidos cumplen';
  const signed = notes.filter(isMeant).some(({ underAgreement }) => underAgreement);
  throw refuseCampaign(
    'campaign-not-eligible',
    `${whose} la regla de la campaña «${name}»: ${ruleText(eligibility)}${signed ? '; y no tener ya un convenio vigente' : ''}.`,
  );
}
