import type { AgreementSigned } from '../../../shared/loan-book/event.ts';

/** Until when a payment counts, and what becomes of an agreement that is not kept: in plain words, as the ledger does it. */
export function keepingTexts(earned: AgreementSigned['earned'], graceDays: number): string[] {
  const days = graceDays === 1 ? '1 día' : `${graceDays} días`;
  return [
    `Un pago está a tiempo hasta ${days} después de su fecha. Puede pagarse antes, en partes o todo junto.`,
    earned === 'at-fulfilment'
      ? 'Si un pago no se completa en ese plazo, el convenio se incumple: lo que se perdonaba vuelve a deberse completo, con los intereses que marca el contrato.'
      : 'Si un pago no se completa en ese plazo, el convenio se incumple: lo perdonado en proporción a los pagos ya completados queda perdonado, y lo demás vuelve a deberse, con los intereses que marca el contrato.',
  ];
}

/** What people typed, without the full stop that follows it on paper. */
export const withoutStop = (text: string): string => text.replace(/\.$/, '');
