import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why an agreement is not simulated, proposed, authorised or signed. */
export const refuseAgreement = defineRefusals({
  'agreement-notes-foreign': { title: 'El pagaré no es del expediente', status: 422 },
  'agreement-signer-foreign': { title: 'El aval no es del expediente', status: 422 },
  'agreement-signer-unknown': { title: 'Esa persona no firma el convenio', status: 422 },
  'agreement-signer-has-signed': { title: 'Esa persona ya firmó', status: 409 },
  'agreement-nothing-to-pay': { title: 'No queda nada por pagar', status: 422 },
  'agreement-over-authority': { title: 'La quita excede sus facultades', status: 403 },
  'agreement-not-open-to': { title: 'El convenio no admite este paso', status: 409 },
  'agreement-figures-changed': { title: 'Lo que se debe cambió desde la propuesta', status: 409 },
});
