/** Rights over one's own data (LGPDPPSO art. 43). */
export const RIGHTS_ES = {
  access: 'Acceso',
  rectification: 'Rectificación',
  cancellation: 'Cancelación',
  opposition: 'Oposición',
} as const;
export type Right = keyof typeof RIGHTS_ES;
export const RIGHTS = Object.keys(RIGHTS_ES).filter((key): key is Right => key in RIGHTS_ES);

const ARTICLE = 'LGPDPPSO art. 49';

/** Why a right is refused: no other reason is one. */
export const REFUSAL_REASONS = {
  'not-accredited': { nameEs: 'No se acreditó ser la persona titular o su representante', article: ARTICLE },
  'data-not-held': { nameEs: 'El Instituto no tiene esos datos', article: ARTICLE },
  'legal-impediment': { nameEs: 'La ley lo impide', article: ARTICLE },
  'third-party-rights': { nameEs: 'Lesionaría derechos de otra persona', article: ARTICLE },
  'hinders-judicial-action': { nameEs: 'Obstaculizaría actuaciones judiciales o administrativas', article: ARTICLE },
  'authority-resolution': { nameEs: 'Lo restringe la resolución de una autoridad', article: ARTICLE },
  'already-done': { nameEs: 'Ya se había cancelado o atendido la oposición', article: ARTICLE },
  'protects-holder': { nameEs: 'Los datos protegen intereses de la misma persona', article: ARTICLE },
  'legal-duty': {
    nameEs: 'Hacen falta para cumplir una obligación: hay adeudo u otro asunto abierto',
    article: ARTICLE,
  },
} as const;
export type RefusalReason = keyof typeof REFUSAL_REASONS;
export const REFUSAL_REASON_CODES = Object.keys(REFUSAL_REASONS).filter(
  (key): key is RefusalReason => key in REFUSAL_REASONS,
);

export const FINDINGS_ES = {
  granted: 'Procede',
  'partly-granted': 'Procede en parte',
  refused: 'No procede',
} as const;
export type Finding = keyof typeof FINDINGS_ES;
export const FINDINGS = Object.keys(FINDINGS_ES).filter((key): key is Finding => key in FINDINGS_ES);

/** How somebody was told: the law asks that they are, not by what. */
export const NOTICES_ES = {
  'in-person': 'En persona',
  mail: 'Por correo electrónico',
  post: 'Por correo postal',
} as const;
export type Notice = keyof typeof NOTICES_ES;
export const NOTICES = Object.keys(NOTICES_ES).filter((key): key is Notice => key in NOTICES_ES);
