import type { LetterheadDocument } from '../../../../shared/documents/letterhead-pdf.ts';
import { drawHeading, drawLabelledValues, drawParagraph } from '../../../../shared/documents/pdf-blocks.ts';
import { drawTitledTable } from '../../../../shared/documents/pdf-section.ts';
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
  const drawText = () => {
    drawParagraph(document, reconciliationText(report));
    document.y += 4;
  };
  if (checks.length === 0) {
    drawHeading(document, 'Conciliación', EVIDENCE_ROOM);
    drawText();
    return;
  }
  drawTitledTable(document, {
    title: 'Conciliación',
    intro: { room: 16, draw: drawText },
    columns: [
      { title: 'Comprobación', width: 30 },
      { title: 'De un lado', width: 32 },
      { title: 'Del otro', width: 32 },
      { title: 'Resultado', width: 12 },
    ],
    rows: checks.map((check) => ({
      cells: [check.label, sideText(check, 'left'), sideText(check, 'right'), check.ok ? 'Cuadra' : 'Difiere'],
    })),
    options: { fontSize: 8, after: differences.length === 0 ? EVIDENCE_ROOM : 0 },
  });
  if (differences.length === 0) return;
  drawTitledTable(document, {
    title: `Diferencias (${countText(differences.length)})`,
    columns: [
      { title: 'Comprobación', width: 22 },
      { title: 'Dónde', width: 22 },
      { title: 'Detalle', width: 30 },
      { title: 'Esperado', width: 14, align: 'right' },
      { title: 'Encontrado', width: 14, align: 'right' },
    ],
    rows: differences.map((difference) => ({
      cells: [
        checks.find((check) => check.code === difference.check)?.label ?? difference.check,
        difference.where,
        difference.detail,
        formatMxn(difference.expected),
        formatMxn(difference.found),
      ],
    })),
    options: { fontSize: 7.5, after: EVIDENCE_ROOM },
  });
}

/** Points of the section below with its heading: it never stands on a page by itself. */
const EVIDENCE_ROOM = 116;

/** What lets anybody show later that nothing was changed: state, hash of the figures, root of the ledger. */
export function drawEvidence(document: LetterheadDocument, report: RecoveryReport): void {
  drawHeading(document, 'Integridad', EVIDENCE_ROOM - 28);
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
