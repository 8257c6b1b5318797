import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why an ARCO request is not taken, not moved, not granted. */
export const refuseArco = defineRefusals({
  'proof-not-in-vault': { title: 'Falta la solicitud o la identificación en la bóveda', status: 422 },
  'arco-step-refused': { title: 'La solicitud no admite este paso', status: 409 },
  'arco-term-over': { title: 'Ya pasó el plazo para ese paso', status: 422 },
  'arco-extended-before': { title: 'El plazo ya se amplió', status: 422 },
  'arco-reasons-refused': { title: 'Los motivos no corresponden a la respuesta', status: 422 },
  'cancellation-refused': { title: 'No procede cancelar: hay adeudo o asuntos abiertos', status: 422 },
});
