import type { RowEffect } from '../bank-row.ts';

/**
 * Reasons with which Mexican banks answer a direct debit (domiciliación), as a lender's public catalogue lists them
 * for its collection file. The interbank list itself is not public (domain-facts.md §G3): to be confirmed with the
 * bank that the institute contracts. '00' is the only key that means charged.
 */
export const DIRECT_DEBIT_RESPONSES: Readonly<Record<string, string>> = {
  '00': 'Cargo realizado',
  '01': 'Cuenta inexistente',
  '02': 'Cuenta bloqueada',
  '03': 'Cuenta cancelada',
  '04': 'Fondos insuficientes',
  '05': 'Cuenta en otra moneda',
  '06': 'La cuenta no es del banco indicado',
  '07': 'Cargo duplicado',
  '08': 'El cliente ordenó no pagar a este emisor',
  '09': 'El importe es mayor al que autorizó el cliente',
  '10': 'El cliente canceló el servicio',
  '11': 'El cliente no tiene autorizado el servicio',
  '12': 'Venció la orden de pago',
  '13': 'El cliente desconoce el cargo',
};

/** What each key does with money: only '00' is a payment; another key for a charge that was made takes it back. */
export const directDebitOutcomes: Readonly<Record<string, RowEffect>> = Object.fromEntries(
  Object.entries(DIRECT_DEBIT_RESPONSES).map(([key, meaning]): [string, RowEffect] => [
    key,
    key === '00'
      ? { type: 'payment' }
      : { type: 'return', reason: `El banco no hizo el cargo: ${meaning} (clave ${key}).`, certain: false },
  ]),
);
