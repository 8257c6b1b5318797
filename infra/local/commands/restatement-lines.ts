import { officeLabel } from '../../../functions/recovery/reports/figures/report-labels.ts';
import type { PortfolioRestatement } from '../../../functions/recovery/restatement/restate-portfolio.ts';
import type { ChangesOfSize } from '../../../functions/recovery/restatement/restatement-sums.ts';
import { OFFICES } from '../../../shared/institute/offices.ts';
import { COMPONENT_NAMES_ES, COMPONENTS } from '../../../shared/loan-book/component.ts';
import { FOLD_VERSION } from '../../../shared/loan-book/fold.ts';
import type { Lines } from '../../../shared/loan-book/line.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';

/** Names of accounts for people; the contra accounts that only Accounting asks for keep the name they have in the ledger. */
const ACCOUNT_NAMES_ES: Readonly<Record<string, string>> = {
  ...COMPONENT_NAMES_ES,
  credit: 'Saldo a favor',
  'income:ordinaryInterest': 'Interés normal reconocido',
  'income:defaultInterest': 'Interés moratorio reconocido',
  'income:collectionCosts': 'Gastos de cobranza reconocidos',
};

/** What restating the portfolio changed, or would change, for the terminal. */
export function restatementLines(
  restatement: PortfolioRestatement,
  { written }: { readonly written: boolean },
): readonly string[] {
  const { notesRead, current, changed, unchanged, overtaken, failed, byAccount, byOffice, sizes } = restatement;
  const [did, done] = written
    ? ['Se reexpresaron con cambio', 'Pasaron sin cambio']
    : ['Se reexpresarían con cambio', 'Pasarían sin cambio'];
  return [
    `Versión ${FOLD_VERSION} de las reglas. Se leyeron ${count(notesRead)} pagarés; ${count(current)} ya estaban en ella.`,
    row(did, count(changed)),
    row(done, count(unchanged)),
    row('Los reexpresó antes un pago u otro lote', count(overtaken)),
    row('Fallaron', count(failed.length)),
    ...(changed === 0 ? [] : [...sizeLines(sizes), ...officeLines(byOffice), ...accountLines(byAccount)]),
    ...failed.map(({ key, why }) => `  ${key}: ${why === 'undecodable' ? 'no se entiende' : why}`),
    ...(failed.length === 0 ? [] : ['Los demás siguieron. Corrija la causa y repita el comando.']),
    ...(written ? [] : ['No se escribió nada.']),
  ];
}

function sizeLines(sizes: readonly ChangesOfSize[]): readonly string[] {
  const label = ({ upTo }: ChangesOfSize, index: number) => {
    const before = sizes[index - 1]?.upTo;
    if (upTo === null) return `más de ${formatMxn(before ?? 0)}`;
    return index === 0 ? `hasta ${formatMxn(upTo)}` : `hasta ${formatMxn(upTo)} y más de ${formatMxn(before ?? 0)}`;
  };
  return [
    '',
    row('Pagarés por tamaño del cambio (el concepto que más cambia)', 'deben menos', 'lo mismo', 'deben más'),
    ...sizes.map((size, index) => row(label(size, index), count(size.less), count(size.same), count(size.more))),
  ];
}

function officeLines(byOffice: PortfolioRestatement['byOffice']): readonly string[] {
  const cells = (lines: Lines) => COMPONENTS.map((component) => formatMxn(lines[component] ?? 0));
  return [
    '',
    row('Cambio por oficina y concepto', ...COMPONENTS.map((component) => COMPONENT_NAMES_ES[component])),
    ...OFFICES.map((office) => row(officeLabel(office), ...cells(byOffice[office]))),
  ];
}

function accountLines(byAccount: Lines): readonly string[] {
  return [
    '',
    row('Cambio por cuenta (cargo +, abono −)', 'importe'),
    ...Object.entries(byAccount).map(([account, amount]) =>
      row(ACCOUNT_NAMES_ES[account] ?? account, formatMxn(amount)),
    ),
  ];
}

const row = (label: string, ...cells: readonly string[]): string =>
  `  ${label.padEnd(60)}${cells.map((cell) => cell.padStart(20)).join('')}`;
const count = (value: number): string => value.toLocaleString('es-MX');
