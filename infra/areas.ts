/** The business areas: each a folder of functions/, with its routes, environments and refusals, and its functions here. */
export const AREAS = [
  'access',
  'agreements',
  'custody',
  'invoicing',
  'lending',
  'recovery',
  'reference',
  'statements',
  'system',
] as const;
export type Area = (typeof AREAS)[number];
