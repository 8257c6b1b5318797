import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { ReceiptModel } from '../../../shared/documents/receipt-pdf.ts';

/** A receipt with two notes, credit, accents and a long name. */
export const sampleReceipt: ReceiptModel = {
  folio: 'HMO-2026-000123',
  office: 'Hermosillo',
  cashierName: 'Rosa Peña Quintero',
  recordedOn: calendarDate('2026-11-20'),
  valueDate: calendarDate('2026-11-20'),
  borrowerName: 'María de los Ángeles Núñez Valenzuela-Güereña',
  amount: 1_250_050,
  channel: 'Caja: efectivo',
  notes: [
    {
      contractNumber: 'CP-2015-2-004512',
      applied: { principal: 700_000, ordinaryInterest: 120_000, defaultInterest: 80_050, collectionCosts: 25_000 },
      balanceAfter: { principal: 3_300_000, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 },
    },
    {
      contractNumber: 'CP-2016-1-000087',
      applied: { principal: 300_000, ordinaryInterest: 15_000, defaultInterest: 0, collectionCosts: 0 },
      balanceAfter: { principal: 0, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 },
    },
  ],
  credit: 10_000,
  entryHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  printedAt: new Date('2026-11-20T18:05:00Z'),
};
