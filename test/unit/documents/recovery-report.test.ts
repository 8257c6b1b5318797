import ExcelJS from 'exceljs';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { reportChartAlt, reportChartSvg } from '../../../functions/recovery/reports/drawing/report-chart.ts';
import { reportMail, reportSubject } from '../../../functions/recovery/reports/drawing/report-mail.ts';
import { reportPdf } from '../../../functions/recovery/reports/drawing/report-pdf.ts';
import { reportFileName, reportFolio } from '../../../functions/recovery/reports/drawing/report-texts.ts';
import { reportWorkbook } from '../../../functions/recovery/reports/drawing/report-workbook.ts';
import type { RecoveryReport } from '../../../functions/recovery/reports/figures/recovery-report.ts';
import { mailBytes } from '../../../shared/documents/mail-message.ts';
import { pdfText } from './pdf-text.ts';
import { repositoryAssets } from './repository-assets.ts';
import { flowOf, sampleReport } from './sample-report.ts';

const printedAt = new Date('2026-11-21T14:00:00Z');
const envelope = {
  from: 'cartera@becas.example',
  fromName: 'Cartera',
  to: ['direccion@becas.example'],
  messageId: '<reporte@becas.example>',
  date: printedAt,
};

/** A provisional report of a year without snapshots, payments or reconciliation: every null the schema allows. */
const bareReport: RecoveryReport = {
  ...sampleReport,
  period: { type: 'year', from: '2026-01-01', to: '2026-12-31', label: '2026' },
  basis: 'value-date',
  state: 'provisional',
  frozenAt: null,
  sha256: null,
  totals: { payments: flowOf(0, 0), reversedPayments: flowOf(0, 0), net: flowOf(0, 0) },
  breakdowns: { office: [], channel: [], maturityClass: [], stage: [], agent: [] },
  effect: null,
  portfolio: null,
  comparison: {
    lastMonth: { from: '2025-12-01', to: '2026-11-30', flow: flowOf(0, 0) },
    lastYear: { from: '2025-01-01', to: '2025-12-31', flow: flowOf(0, 0) },
  },
  byOtherDate: [],
  series: [],
  reconciliation: { status: 'not-run', statusLabel: 'Sin conciliar', ranAt: null, checks: [], differences: [] },
  ledgerRoot: null,
};

describe('report PDF', () => {
  it('shows everything the report has', async () => {
    const text = pdfText(await reportPdf(repositoryAssets, sampleReport, printedAt)).replace(/\s+/g, ' ');
    for (const part of [
      'Folio RR-2026-11-20',
      '$1,234,567.89',
      '12.2 % más que el 20 de octubre de 2026 ($1,100,000.00)',
      '5.8 % menos que el 20 de noviembre de 2025',
      'Acumulado del año 201,000 $201,543,210.98',
      'Por oficina',
      'Por medio de pago',
      'Por clase de vencimiento',
      'Por etapa de cobranza',
      'Por gestor',
      'Quitas y condonaciones 1 -$550.00',
      'Depósitos por identificar',
      'Saldo inicial al 19/11/2026 $812,345,678.90',
      'Saldo final al 20/11/2026',
      'Los mismos pagos por fecha valor',
      'Archivos contra aplicaciones',
      'renglón 231',
      'Diferencias (1)',
      sampleReport.ledgerRoot ?? '',
      sampleReport.sha256 ?? '',
      'Cifras congeladas el 21/11/2026 06:00 h',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('PROVISIONAL');
  });

  it('lists every difference, however many', async () => {
    const [difference] = sampleReport.reconciliation.differences;
    const differences = Array.from({ length: 300 }, (_unused, index) => ({ ...difference!, where: `nota-${index};` }));
    const many = { ...sampleReport, reconciliation: { ...sampleReport.reconciliation, differences } };
    const text = pdfText(await reportPdf(repositoryAssets, many, printedAt));
    expect([...text.matchAll(/nota-\d+;/g)]).toHaveLength(300);
  });

  it('is drawn from a report where nothing is known yet, and says that it is provisional', async () => {
    const text = pdfText(await reportPdf(repositoryAssets, bareReport, printedAt)).replace(/\s+/g, ' ');
    expect(text).toContain('Cifras provisionales al 21/11/2026 06:00 h');
    expect(text).toContain('Folio RR-2026-FV');
    expect(text).toContain('Sin conciliar');
    expect(text).not.toContain('Un mes antes');
  });

  it('tells a year by month and leaves out sums that are the period itself', async () => {
    const cie = { channel: 'cie', channelLabel: 'CIE' } as const;
    const year: RecoveryReport = {
      ...bareReport,
      byOtherDate: [
        { ...cie, date: '2026-01-05', count: 1, amount: 10_000 },
        { ...cie, date: '2026-01-20', count: 2, amount: 5_050 },
        { ...cie, date: '2026-02-03', count: 1, amount: 100 },
      ],
    };
    const text = pdfText(await reportPdf(repositoryAssets, year, printedAt)).replace(/\s+/g, ' ');
    for (const row of ['enero de 2026 CIE 3 $150.50', 'febrero de 2026 CIE 1 $1.00', 'Total 4 $151.50'])
      expect(text).toContain(row);
    expect(text).not.toContain('05/01/2026');
    expect(text).not.toContain('Acumulado del');
    const month = { ...bareReport, period: { ...bareReport.period, type: 'month' as const } };
    const ofMonth = pdfText(await reportPdf(repositoryAssets, month, printedAt));
    expect(ofMonth).not.toContain('Acumulado del mes');
    expect(ofMonth).toContain('Acumulado del año');
  });

  it('says only the money of a check that counts nothing', async () => {
    const side = { label: 'Saldo', count: 0, amount: 950_189_917 };
    const checks = [{ ...sampleReport.reconciliation.checks[0]!, left: side, right: side }];
    const report = { ...sampleReport, reconciliation: { ...sampleReport.reconciliation, checks } };
    const text = pdfText(await reportPdf(repositoryAssets, report, printedAt)).replace(/\s+/g, ' ');
    expect(text).toContain('Saldo: $9,501,899.17');
    expect(text).not.toContain('0 por $9,501,899.17');
  });

  it('has the same bytes for the same report and instant', async () => {
    const first = await reportPdf(repositoryAssets, sampleReport, printedAt);
    expect(Buffer.compare(first, await reportPdf(repositoryAssets, sampleReport, printedAt))).toBe(0);
  });
});

describe('report workbook', () => {
  async function reopened(report: RecoveryReport): Promise<ExcelJS.Workbook> {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(new Uint8Array(await reportWorkbook(report, printedAt)).buffer);
    return workbook;
  }

  it('has a sheet per table whose totals are formulas that give the report figures', async () => {
    const workbook = await reopened(sampleReport);
    expect(workbook.worksheets.map((each) => each.name)).toEqual([
      'Resumen',
      'Por oficina',
      'Por medio de pago',
      'Por clase de vencimiento',
      'Por etapa de cobranza',
      'Por gestor',
      'Aparte de los pagos',
      'Por identificar',
      'Saldos',
      'Cartera por oficina',
      'Atraso',
      'Por fecha valor',
      'Por día',
      'Conciliación',
      'Diferencias',
    ]);
    for (const name of ['Por oficina', 'Por medio de pago', 'Por etapa de cobranza', 'Por gestor']) {
      const last = workbook.getWorksheet(name)?.lastRow;
      expect(last?.getCell(1).value).toBe('Total');
      expect(last?.getCell(3).value).toMatchObject({ formula: expect.stringContaining('SUM('), result: 1_234_567.89 });
    }
    const unidentified = workbook.getWorksheet('Por identificar')?.lastRow;
    expect(unidentified?.getCell(3).value).toMatchObject({ result: 19_123.45 });
  });

  it('tells balances a column per component: opening and movements summed, the closing of the valuation under it', async () => {
    const worksheet = (await reopened(sampleReport)).getWorksheet('Saldos');
    const { effect } = sampleReport;
    if (worksheet === undefined || effect === null) throw new Error('the sample has an effect on balances');
    const labels = worksheet.getColumn(1).values.slice(6);
    expect(labels.at(0)).toBe('Concepto');
    expect(labels.at(1)).toBe('Saldo inicial al 19/11/2026');
    expect(labels.slice(-4)).toEqual([
      'Saldo inicial más movimientos',
      'Saldo final al 20/11/2026',
      'Diferencia',
      'Devengado sin reconocer (no se suma)',
    ]);
    const total = effect.rows.find(({ component }) => component === 'total');
    const summed = worksheet.getCell(worksheet.rowCount - 3, effect.rows.length + 1).value;
    expect(summed).toMatchObject({
      formula: expect.stringContaining('SUM('),
      result: ((total?.opening ?? 0) + (total?.movements ?? []).reduce((sum, { amount }) => sum + amount, 0)) / 100,
    });
  });

  it('prints every sheet across, on the width of one page in type that can be read, with its titles and page numbers', async () => {
    for (const { name, pageSetup, headerFooter, columns } of (await reopened(sampleReport)).worksheets) {
      expect(pageSetup, name).toMatchObject({
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
      });
      expect(pageSetup.printTitlesRow, name).toMatch(/^\d+:\d+$/);
      expect(headerFooter.oddFooter, name).toContain('Página &P de &N');
      // A Letter page across has room for some 137 characters: at 190 the type is at seven tenths of its size.
      expect(
        columns.reduce((sum, { width = 0 }) => sum + width, 0),
        name,
      ).toBeLessThanOrEqual(190);
    }
  });

  it('guards a difference that begins like a formula', async () => {
    const workbook = await reopened(sampleReport);
    const cell = workbook.getWorksheet('Diferencias')?.lastRow?.getCell(3);
    expect(cell?.value).toBe("'=El renglón aplicado no tiene asiento.");
  });

  it('opens when nothing is known yet', async () => {
    const workbook = await reopened(bareReport);
    expect(workbook.getWorksheet('Saldos')).toBeUndefined();
    expect(workbook.getWorksheet('Resumen')?.getCell('A1').value).toBe('Reporte de recuperación');
  });
});

describe('report mail', () => {
  it('carries figures in both bodies, the chart inline, PDF and XLSX attached', async () => {
    const restDays = [{ date: '2026-11-15', count: 3, amount: 150_000, reversals: 0 }];
    const mail = await reportMail(repositoryAssets, { report: sampleReport, restDays }, envelope);
    const parsed = await PostalMime.parse(await mailBytes(mail));
    expect(parsed.subject).toBe(
      'CON DIFERENCIAS · Recuperación del viernes 20 de noviembre de 2026: $1,234,567.89 (1,234 pagos)',
    );
    for (const body of [parsed.text, parsed.html])
      for (const part of [
        '$1,234,567.89',
        'Ciudad Obregón',
        'Interés moratorio',
        '12.2 % más que el 20 de octubre de 2026',
        'Con diferencias (1 diferencia)',
        'domingo 15 de noviembre de 2026',
        sampleReport.ledgerRoot ?? '',
      ])
        expect(body).toContain(part);
    expect(parsed.attachments.map((each) => each.filename)).toEqual([
      'recuperacion-2026-11-20.png',
      'recuperacion-2026-11-20.pdf',
      'recuperacion-2026-11-20.xlsx',
    ]);
    const cid = parsed.attachments[0]?.contentId?.slice(1, -1);
    expect(parsed.html).toContain(`src="cid:${cid}"`);
    expect(mail.html.text).not.toMatch(/src="http|<script|undefined|NaN/);
  });

  it('writes out the first differences and counts the rest', async () => {
    const [difference] = sampleReport.reconciliation.differences;
    const differences = Array.from({ length: 12 }, (_unused, index) => ({ ...difference!, where: `<nota ${index}>` }));
    const many = { ...sampleReport, reconciliation: { ...sampleReport.reconciliation, differences } };
    const mail = await reportMail(repositoryAssets, { report: many, restDays: [] }, envelope);
    expect(mail.text).toContain('<nota 4>');
    expect(mail.text).not.toContain('<nota 5>');
    expect(mail.text).toContain('Y 7 más en los archivos adjuntos.');
    expect(mail.html.text).toContain('&lt;nota 4&gt;');
  });

  it('says in the subject that figures are provisional, and of a single payment in the singular', () => {
    expect(reportSubject(bareReport)).toBe('Recuperación de 2026: $0.00 (0 pagos) · provisional');
    const one = { ...sampleReport, totals: { ...sampleReport.totals, payments: flowOf(1, 100) } };
    expect(reportSubject(one)).toContain('$1.00 (1 pago)');
  });
});

describe('report names and chart', () => {
  it('names folio and file by period and basis', () => {
    expect([reportFolio(sampleReport), reportFileName(sampleReport)]).toEqual([
      'RR-2026-11-20',
      'recuperacion-2026-11-20',
    ]);
    expect(reportFileName(bareReport)).toBe('recuperacion-2026-fecha-valor');
  });

  it('marks the day of the report and says the best day in words', () => {
    expect(reportChartSvg(sampleReport)).toContain('>$1,234,567.89</text>');
    expect(reportChartAlt(sampleReport)).toContain(
      'El mayor importe fue el del 20 de noviembre de 2026: $1,234,567.89',
    );
    expect(reportChartSvg(bareReport)).toContain('Sin movimientos en el periodo');
  });
});
