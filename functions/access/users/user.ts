import * as z from 'zod';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { rightsSchema } from './rights.ts';
import { userMachine } from './user-machine.ts';

export const userStateSchema = stateSchema(userMachine);

/** A person with access, from the request on. Stored under PK `USER#<userId>`, SK `USER`. */
export const userSchema = z.object({
  ...trackedFields,
  userId: z.string(),
  state: userStateSchema,
  /** The directory's id, which tokens carry as `sub`; null until the directory has the person. */
  subject: z.string().nullable(),
  name: z.string(),
  /** Lower case. Names the person for good: another address is another user. */
  email: z.string(),
  rights: rightsSchema,
  /** Rights that wait for a second person. */
  wanted: rightsSchema.nullable(),
  /** Whether the person may sign in. */
  enabled: z.boolean(),
  /** The directory still has to forget the password and the second factor. */
  resetting: z.boolean(),
  /** Business day of the last step. */
  changedOn: z.string(),
});
export type User = z.infer<typeof userSchema>;

/** One record an address: a second request for it finds the first. */
export const userIdOf = (email: string): string => deterministicId('user', email);
