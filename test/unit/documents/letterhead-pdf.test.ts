import { describe, expect, it } from 'vitest';
import { letterheadPdf } from '../../../shared/documents/letterhead-pdf.ts';
import { drawTable, type PdfRow } from '../../../shared/documents/pdf-table.ts';
import { pdfStructure, pdfText } from './pdf-text.ts';
import { repositoryAssets } from './repository-assets.ts';

const letterhead = { title: 'Prueba ñandú', folio: 'P-1', printedAt: new Date('2026-11-21T05:30:00Z') };
const columns = [
  { title: 'Concepto', width: 3 },
  { title: 'Importe', width: 1, align: 'right' as const },
];

function tablePdf(rows: readonly PdfRow[]): Promise<Uint8Array> {
  return letterheadPdf(repositoryAssets, letterhead, (document) => drawTable(document, columns, rows));
}

describe('letterhead', () => {
  it('frames every page with institute, folio, Hermosillo time and page x of y', async () => {
    const rows = Array.from({ length: 120 }, (_unused, index) => ({ cells: [`Renglón ${index + 1}`, '$1.00'] }));
    const pages = pdfText(await tablePdf(rows))
      .split('\f')
      .slice(0, -1);
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('Instituto de Becas y Crédito Educativo del Estado de Sonora');
      expect(page).toContain('Prueba ñandú');
      expect(page).toContain('Folio P-1');
      expect(page).toContain('Impreso 20/11/2026 22:30 h');
      expect(page).toContain(`Página ${index + 1} de ${pages.length}`);
      expect(page).toMatch(/Concepto +Importe/);
    }
    const numbers = [...pages.join('\n').matchAll(/Renglón (\d+)/g)].map((match) => Number(match[1]));
    expect(numbers).toEqual(rows.map((_row, index) => index + 1));
  });

  it('gives the same bytes for the same input and others for another instant', async () => {
    const rows = [{ cells: ['Uno', '$1.00'] }];
    const first = await tablePdf(rows);
    expect(Buffer.compare(first, await tablePdf(rows))).toBe(0);
    const later = { ...letterhead, printedAt: new Date('2026-11-21T05:31:00Z') };
    const second = await letterheadPdf(repositoryAssets, later, (document) => drawTable(document, columns, rows));
    expect(Buffer.compare(first, second)).not.toBe(0);
  });

  it('loses no word of a cell taller than a page and keeps the total with the row above it', async () => {
    const words = Array.from({ length: 2_500 }, (_unused, index) => `palabra${index}`);
    const text = pdfText(await tablePdf([{ cells: [words.join(' '), '$2.00'] }]));
    expect([...text.matchAll(/palabra\d+/g)].map((match) => match[0])).toEqual(words);
    for (let count = 30; count < 45; count += 1) {
      const rows: PdfRow[] = Array.from({ length: count }, (_unused, index) => ({ cells: [`Fila ${index}`, '$1.00'] }));
      const pages = pdfText(await tablePdf([...rows, { cells: ['Total', '$9.00'], style: 'total' }])).split('\f');
      const totalPage = pages.find((page) => page.includes('Total'));
      expect(totalPage).toContain(`Fila ${count - 1}`);
    }
  });

  it('shrinks the type rather than break an amount over two lines', async () => {
    const amount = '-$123,456,789,012.34';
    const narrow = columns.map((column) => ({ ...column, width: 1 }));
    const pdf = await letterheadPdf(repositoryAssets, letterhead, (document) =>
      drawTable(document, narrow, [{ cells: ['Saldo', amount] }], { width: 120 }),
    );
    expect(pdfText(pdf)).toContain(amount);
  });

  it('says what is a heading and what a cell, each once, and nothing of what repeats on every page', async () => {
    const rows = Array.from({ length: 60 }, (_unused, index) => ({ cells: [`Renglón ${index + 1}`, '$1.00'] }));
    const pdf = await tablePdf(rows);
    expect(pdfText(pdf)).toContain('Página 2 de 2');
    const structure = pdfStructure(pdf);
    const elements = (tag: string) => structure.match(new RegExp(`^ *${tag}(:| |$)`, 'gm'))?.length;
    expect(structure.startsWith('Document')).toBe(true);
    expect(['H1', 'Table', 'TR', 'TH', 'TD'].map(elements)).toEqual([1, 1, 61, 62, 60]);
    expect(structure.match(/"Prueba ñandú"/g)).toHaveLength(1);
    expect(structure.match(/"Concepto "/g)).toHaveLength(1);
    expect(structure).not.toContain('Página');
    expect(Buffer.from(pdf).toString('latin1')).toContain('/Lang (es-MX)');
  });

  it('tells a very long table row by row, so that its file can still be sent', async () => {
    const rows = Array.from({ length: 600 }, (_unused, index) => ({ cells: [`Renglón ${index + 1}`, '$1.00'] }));
    const structure = pdfStructure(await tablePdf(rows));
    expect(structure.match(/^ *TD$/gm)).toHaveLength(600);
    expect(structure).toMatch(/TD\n *"Renglón 600 "\n *"\$1\.00 "/);
  });
});
