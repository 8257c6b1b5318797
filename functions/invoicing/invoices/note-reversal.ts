import type { Invoice } from './invoice.ts';
import { nextOf } from './move-invoice.ts';

/** The key of what the sweep does to a CFDI when a payment's part of it was taken back: done once. */
export const reversalKeyOf = (partId: string): string => `reversal ${partId}`;

/** A global CFDI of which a payment's part was taken back, for Accounting to substitute it; undefined: not now, or known. */
export const reversalNoted = (invoice: Invoice, partId: string, on: string): Invoice | undefined =>
  nextOf(
    invoice,
    'note-reversal',
    on,
    {
      reversed: [...invoice.reversed, partId],
      trouble: { code: 'reversed', text: 'Uno o más de sus pagos se cancelaron: sustitúyala para dejarlos fuera.' },
    },
    reversalKeyOf(partId),
  );
