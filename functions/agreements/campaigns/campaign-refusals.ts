import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a campaign is not proposed, opened or closed, and why it admits no agreement. */
export const refuseCampaign = defineRefusals({
  'campaign-over-already': { title: 'La vigencia de la campaña ya terminó', status: 422 },
  'campaign-over-authority': { title: 'La quita de la campaña excede sus facultades', status: 403 },
  'campaign-not-open-to': { title: 'La campaña no admite este paso', status: 409 },
});
