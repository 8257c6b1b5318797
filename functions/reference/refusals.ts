import { defineRefusals } from '../../shared/refusals/refusal.ts';

/** The reference refuses nothing of its own; unknown addresses are the HTTP room's. */
export const refuse = defineRefusals<never>({});
