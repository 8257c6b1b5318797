import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a payment is not corrected. */
export const refuseCorrection = defineRefusals({
  'payment-not-correctable': { title: 'Este pago no se corrige así', status: 422 },
  'correction-changes-nothing': { title: 'La corrección no cambiaría nada', status: 422 },
  'amount-told-by-bank': { title: 'El importe lo dice el banco', status: 422 },
  'correction-not-open-to': { title: 'La corrección no admite este paso', status: 409 },
});
