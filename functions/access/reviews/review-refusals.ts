import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a review is not decided or signed. */
export const refuseReview = defineRefusals({
  'review-signed': { title: 'La revisión ya está firmada', status: 409 },
  'review-not-complete': { title: 'Faltan accesos por resolver', status: 422 },
  'review-decision-refused': { title: 'Decisiones con errores', status: 422 },
});
