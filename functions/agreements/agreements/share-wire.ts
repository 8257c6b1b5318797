import * as z from 'zod';
import { type ByComponent, byComponent } from '../../../shared/loan-book/component.ts';

/** Parts per million in a percent. */
const PPM = 10_000;

const percent = z
  .number()
  .min(0, 'El porcentaje va de 0 a 100.')
  .max(100, 'El porcentaje va de 0 a 100.')
  .multipleOf(0.0001)
  .default(0);

/** In: what is forgiven of each component, in percent. */
export const forgiveBody = z
  .strictObject({
    principal: percent,
    ordinaryInterest: percent,
    defaultInterest: percent,
    collectionCosts: percent,
  })
  .describe('Quita por concepto, en porcentaje de lo que se deba el día de la firma');

/** Out: the same. */
export const forgiveAnswer = z.object({
  principal: z.number(),
  ordinaryInterest: z.number(),
  defaultInterest: z.number(),
  collectionCosts: z.number(),
});

/** Percent as the API says it, in parts per million. */
export const shareOf = (forgive: ByComponent): ByComponent =>
  byComponent((component) => Math.round(forgive[component] * PPM));

/** Parts per million, in percent. */
export const forgiveOf = (share: ByComponent): ByComponent => byComponent((component) => share[component] / PPM);
