import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why the past of the portfolio is not restated, or not told yet. */
export const refuseRestatement = defineRefusals({
  'restatement-days': { title: 'Las fechas no son posibles', status: 422 },
  'restatements-not-comparable': { title: 'Las dos fechas no se pueden comparar', status: 422 },
  'restatement-unfinished': { title: 'La reexpresión no ha terminado', status: 409 },
});
