import type { LetterheadDocument } from '../../../../shared/documents/letterhead-pdf.ts';
import { drawHeading, drawLabelledValues, drawParagraph } from '../../../../shared/documents/pdf-blocks.ts';
import { drawTable } from '../../../../shared/documents/pdf-table.ts';
import { formatMxn } from '../../../../shared/money/centavos.ts';
import type { RecoveryReport } from '../figures/recovery-report.ts';
import { countText, reconciliationText, stateText } from './report-texts.ts';

type Check = RecoveryReport['reconciliation']['checks'][number];

/** One side of a check: one that counts days has no amounts to say, one that compares balances counts nothing. */
function sideText(check: Check, side: 'left' | 'right'): string {
  const { label, count, amount } = check[side];
  if (check.left.amount === 0 && check.right.amount === 0) return `${label}: ${countText(count)}`;
  if (check.left.count === 0 && check.right.count === 0) return `${label}: ${formatMxn(amount)}`;
  return `${label}: ${countText(count)} por ${formatMxn(amount)}`;
}

/** The result of the reconciliation: every check with both sides, then every difference. */
export function drawReconciliation(document: LetterheadDocument, report: RecoveryReport): void {
  const { checks, differences } = report.reconciliation;
  drawHeading(document, 'Conciliación', 90);
  drawParagraph(document, reconciliationText(report));
  document.y += 4;
  if (checks.length > 0)
    drawTable(
      document,
      [
        { title: 'Comprobación', width: 30 },
        { title: 'De un lado', width: 32 },
        { title: 'Del otro', width: 32 },
        { title: 'Resultado', width: 12 },
      ],
      checks.map((check) => ({
        cells: [check.label, sideText(check, 'left'), sideText(check, 'right'), check.ok ? 'Cuadra' : 'Difiere'],
      })),
      { fontSize: 8 },
    );
  if (differences.length === 0) return;
  drawHeading(document, `Diferencias (${countText(differences.length)})`, 60);
  drawTable(
    document,
    [
      { title: 'Comprobación', width: 22 },
      { title: 'Dónde', width: 22 },
      { title: 'Detalle', width: 30 },
      { title: 'Esperado', width: 14, align: 'right' },
      { title: 'Encontrado', width: 14, align: 'right' },
    ],
    differences.map((difference) => ({
      cells: [
        checks.find((check) => check.code === difference.check)?.label ?? difference.check,
        difference.where,
        difference.detail,
        formatMxn(difference.expected),
        formatMxn(difference.found),
      ],
    })),
    { fontSize: 7.5 },
  );
}

/** What lets anybody show later that nothing was changed: state, hash of the figures, root of the ledger. */
export function drawEvidence(document: LetterheadDocument, report: RecoveryReport): void {
  drawHeading(document, 'Integridad', 70);
  drawLabelledValues(
    document,
    [
      { label: 'Estado', value: stateText(report) },
      { label: 'Huella SHA-256 de las cifras', value: report.sha256 ?? 'Se calcula al congelar' },
      { label: 'Raíz del libro de créditos al cierre', value: report.ledgerRoot ?? 'Sin valuación de ese día' },
    ],
    1,
    { valueSize: 8.5 },
  );
}
