import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why an address is not written to again. */
export const refuseSuppression = defineRefusals({
  'address-not-suppressed': { title: 'A esa dirección sí se le escribe', status: 409 },
  'owner-did-not-ask': { title: 'El dueño de la dirección no lo ha pedido', status: 422 },
});
