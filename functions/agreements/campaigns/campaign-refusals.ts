import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a campaign is not proposed, opened or closed, and why it admits no agreement. */
export const refuseCampaign = defineRefusals({
  'campaign-over-already': { title: 'La vigencia de la campaña ya terminó', status: 422 },
  'campaign-over-authority': { title: 'La quita de la campaña excede sus facultades', status: 403 },
  'campaign-not-open-to': { title: 'La campaña no admite este paso', status: 409 },
  'campaign-closed': { title: 'La campaña no admite convenios', status: 409 },
  'campaign-not-eligible': { title: 'La campaña no es para este expediente', status: 422 },
  'campaign-payments-exceeded': { title: 'La campaña admite menos pagos', status: 422 },
  'campaign-preview-over': { title: 'La lista de la campaña ya no se guarda', status: 409 },
  'campaign-preview-unfinished': { title: 'El cálculo de la campaña no ha terminado', status: 409 },
  'campaign-letters-days': { title: 'Las fechas de las cartas no son posibles', status: 422 },
  'campaign-paper-over': { title: 'El documento ya no se guarda', status: 409 },
  'campaign-budget-exceeded': { title: 'La campaña ya no tiene presupuesto', status: 409 },
});
