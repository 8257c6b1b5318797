import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { placeMachine } from './place-machine.ts';

export const placeStateSchema = stateSchema(placeMachine);

/** Where in its office a place is, from the outside in. */
export const wherePlaceSchema = z.object({
  vault: z.string(),
  shelf: z.string().nullable(),
  box: z.string().nullable(),
});

/** A place of originals. Stored under PK `CUSTODYPLACE#<placeCode>`, SK `PLACE`. */
export const placeSchema = z.object({
  ...trackedFields,
  ...wherePlaceSchema.shape,
  /** Short enough for a label, for good: "B1-A-12". */
  placeCode: z.string(),
  office: officeSchema,
  state: placeStateSchema,
});
export type Place = z.infer<typeof placeSchema>;

/** Upper-case letters, digits and inner hyphens. */
export const PLACE_CODE = /^[A-Z0-9](?:[A-Z0-9-]{0,10}[A-Z0-9])$/;

/** What the label of a place says; no label of an original begins so. */
const PLACE_LABEL_PREFIX = 'P/';
export const placeLabel = ({ placeCode }: Pick<Place, 'placeCode'>): string => PLACE_LABEL_PREFIX + placeCode;

/** "Bóveda 1 · Estante A · Caja 12". */
export const nameOfPlace = ({ vault, shelf, box }: Pick<Place, 'vault' | 'shelf' | 'box'>): string =>
  [vault, shelf, box].filter((part) => part !== null).join(' · ');
