import * as z from 'zod';
import { CHANNELS } from '../../../shared/loan-book/event.ts';

/**
 * What happens to the money of a deposit: PK `DEPOSIT#<depositId>`, SK `MOVE#<seq>` (four digits), append-only.
 * The rollups read these from the system table's stream: received and reopened add to the unidentified money,
 * assigned and returned take from it. Seqs of one deposit are 1, 2, 3 … without gaps.
 */
export const DEPOSIT_MOVEMENTS = ['received', 'assigned', 'reopened', 'returned'] as const;
export type DepositMovementKind = (typeof DEPOSIT_MOVEMENTS)[number];

export const depositMovementSchema = z.object({
  depositId: z.string(),
  seq: z.int().positive(),
  movement: z.enum(DEPOSIT_MOVEMENTS),
  /** Centavos, always positive. */
  amount: z.int().positive(),
  channel: z.enum(CHANNELS),
  valueDate: z.string(),
  /** Business day of the movement: the day of the report that shows it. */
  recordedOn: z.string(),
  recordedAt: z.string(),
  actor: z.string(),
});
export type DepositMovement = z.infer<typeof depositMovementSchema>;

/** +1 when the movement adds to the money without owner, −1 when it takes from it. */
export const MOVEMENT_SIGN: Readonly<Record<DepositMovementKind, 1 | -1>> = {
  received: 1,
  assigned: -1,
  reopened: 1,
  returned: -1,
};
