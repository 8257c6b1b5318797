/** What a person may say is wrong with a statement. */
export const DISPUTE_CONCEPTS = [
  'payment-missing',
  'payment-date',
  'payment-split',
  'interest',
  'average',
  'charges',
  'terms',
  'not-mine',
] as const;
export type DisputeConcept = (typeof DISPUTE_CONCEPTS)[number];

/** As a borrower would say it. */
export const DISPUTE_CONCEPT_NAMES_ES: Readonly<Record<DisputeConcept, string>> = {
  'payment-missing': 'Pagué y mi pago no aparece',
  'payment-date': 'Mi pago tiene otra fecha',
  'payment-split': 'Mi pago no se aplicó como debía',
  interest: 'No estoy de acuerdo con los intereses',
  average: 'No se tomó en cuenta mi promedio o mi puntualidad',
  charges: 'No reconozco un gasto que me cobran',
  terms: 'Las condiciones de mi contrato son otras',
  'not-mine': 'No reconozco este adeudo',
};
