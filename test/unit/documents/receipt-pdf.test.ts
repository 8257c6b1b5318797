import { describe, expect, it } from 'vitest';
import { INTEREST_RESERVATION_ES, receiptPdf, receiptVerificationText } from '../../../shared/documents/receipt-pdf.ts';
import { pdfStructure, pdfText } from './pdf-text.ts';
import { repositoryAssets } from './repository-assets.ts';
import { sampleReceipt } from './sample-receipt.ts';

const squeezed = (pdf: Uint8Array): string => pdfText(pdf).replace(/\s+/g, ' ');

describe('receipt', () => {
  it('says who, how much in figures and words, how it was applied and the interest reservation', async () => {
    const text = squeezed(await receiptPdf(repositoryAssets, sampleReceipt));
    for (const part of [
      'HMO-2026-000123',
      'Oficina Hermosillo',
      'María de los Ángeles Núñez',
      'Valenzuela-Güereña',
      '$12,500.50 M.N.',
      '(DOCE MIL QUINIENTOS PESOS 50/100 M.N.)',
      'CP-2015-2-004512 $7,000.00 $1,200.00 $800.50 $250.00 $9,250.50',
      'Saldo a favor $100.00',
      'Total recibido $12,500.50',
      '20 de noviembre de 2026',
      'Rosa Peña Quintero',
      'CP-2015-2-004512, Caja: efectivo Valenzuela-Güereña CP-2016-1-000087',
      INTEREST_RESERVATION_ES,
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('CANCELADO');
  });

  it('says the counter of the office when the name of whoever served is not known', async () => {
    const text = squeezed(await receiptPdf(repositoryAssets, { ...sampleReceipt, cashierName: null }));
    expect(text).toContain('Caja de la oficina Hermosillo');
  });

  it('can be read aloud: its sections, its tables, and the QR by what it says', async () => {
    const pdf = await receiptPdf(repositoryAssets, sampleReceipt);
    const structure = pdfStructure(pdf);
    expect(structure).toMatch(/^ *Figure$/m);
    const alternative = 'Código QR del recibo. Dice: ICEES CARTERA; FOLIO HMO-2026-000123';
    expect(Buffer.from(pdf).includes(Buffer.from(alternative, 'utf16le').swap16())).toBe(true);
    for (const heading of ['Aplicación del pago', 'Saldo después del pago, a la fecha valor'])
      expect(structure).toMatch(new RegExp(`H2[^\n]*\n *"${heading}"`));
    expect(structure).toContain('"Importe recibido $12,500.50 M.N."');
  });

  it('has the same bytes when it is printed again for the same instant', async () => {
    const first = await receiptPdf(repositoryAssets, sampleReceipt);
    expect(Buffer.compare(first, await receiptPdf(repositoryAssets, sampleReceipt))).toBe(0);
  });

  it('marks a cancelled receipt over the page and in the QR, and shows no balances', async () => {
    const cancelled = {
      ...sampleReceipt,
      cancelled: { on: sampleReceipt.recordedOn, reason: 'Se capturó en otro expediente' },
    };
    const text = squeezed(await receiptPdf(repositoryAssets, cancelled));
    expect(text).toContain('Recibo cancelado el 20 de noviembre de 2026');
    expect(text).toContain('no ampara pago');
    expect(text).not.toContain('Saldo después del pago');
    expect(receiptVerificationText(cancelled)).toContain('AL IMPRIMIRSE EL 20/11/2026 11:05 H: CANCELADO');
  });

  it('names contracts, the rest by their number, and no pieces of ids', async () => {
    const [note] = sampleReceipt.notes;
    const one = { ...sampleReceipt, amount: 935_050, notes: [note!] };
    const ofOne = squeezed(await receiptPdf(repositoryAssets, { ...one, credit: 10_000 }));
    expect(ofOne).toContain('Contrato ');
    expect(ofOne).not.toMatch(/Expediente|Contratos /);
    const notes = [...sampleReceipt.notes, { ...note!, contractNumber: 'CP-2017-1-000001' }];
    const three = { ...sampleReceipt, amount: sampleReceipt.amount + 925_050, notes };
    expect(squeezed(await receiptPdf(repositoryAssets, three))).toContain('CP-2016-1-000087 y 1 más');
    const credit = { ...sampleReceipt, amount: 10_000, notes: [] };
    expect(squeezed(await receiptPdf(repositoryAssets, credit))).toContain('Ninguno: queda a favor');
  });

  it('carries no name in the QR', () => {
    const text = receiptVerificationText(sampleReceipt);
    expect(text).toContain('FOLIO HMO-2026-000123');
    expect(text).toContain('MONTO 12500.50 MXN');
    expect(text).not.toMatch(/María|Núñez|CP-/);
  });

  it('is refused when the parts do not sum to the amount', async () => {
    await expect(receiptPdf(repositoryAssets, { ...sampleReceipt, amount: 1_250_051 })).rejects.toThrow(/parts sum/);
  });
});
