import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why somebody is not appointed, and why custody is not handed over. */
export const refuseCustodian = defineRefusals({
  'custodian-overlaps': { title: 'Ya hay quien resguarda esa oficina', status: 422 },
  'custodian-time-refused': { title: 'Periodo con errores', status: 422 },
  'no-custodian': { title: 'No hay nombramiento', status: 422 },
  'hand-over-step-refused': { title: 'El acta no admite ese paso', status: 422 },
});
