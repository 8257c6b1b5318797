import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a regeneration is not proposed, decided or signed. */
export const refuseRegeneration = defineRefusals({
  'regeneration-refused': { title: 'La regeneración no puede hacerse así', status: 422 },
  'regeneration-not-open-to': { title: 'La regeneración no admite este paso', status: 409 },
  'signature-missing': { title: 'Falta una firma', status: 422 },
});
