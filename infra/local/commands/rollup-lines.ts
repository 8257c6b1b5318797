import type { RollupComparison } from '../../../functions/recovery/rollups/compare-rollups.ts';
import type { MarkGap } from '../../../functions/recovery/rollups/recomputation.ts';

/** A comparison of the rollups with the entries for the terminal: item by item, what is stored and what is right. */
export function comparisonLines(comparison: RollupComparison): readonly string[] {
  const { differences, elsewhere, moving, behind, ahead, unknowable, unreadable, itemsCompared } = comparison;
  return [
    `Se compararon ${count(itemsCompared)} acumulados con el libro y los depósitos: ` +
      `${count(differences.length)} con diferencia, ${count(behind.length + ahead.length)} marcas fuera de su lugar.`,
    ...differences.flatMap(({ key, changes, unexplained }) => [
      `  ${key.PK} ${key.SK}${unexplained ? ' (nada en el libro lo explica)' : ''}`,
      ...changes.map(
        ({ measure, stored, right }) => `    ${measure}: guardado ${storedText(stored)}, según el libro ${right}`,
      ),
    ]),
    ...moving.map(({ PK, SK }) => `  ${PK} ${SK}: siguió cambiando mientras se comparaba`),
    ...behind.map((gap) => `  ${place(gap)} faltan por sumar ${count(gap.last - gap.mark)}`),
    ...ahead.map((gap) => `  ${place(gap)} la marca está adelante: los siguientes no se sumarían`),
    ...unknowable.map((gap) => `  ${place(gap)} falta en el libro, o no se entiende, un movimiento ya sumado`),
    ...unreadable.map(
      ({ owner, seq, error }) =>
        `  ${owner}, movimiento ${seq}: no se entiende (${error instanceof Error ? error.message : String(error)})`,
    ),
    ...(elsewhere === 0
      ? []
      : [`Fuera del día pedido difieren ${count(elsewhere)} acumulados; repita sin --day para corregirlos.`]),
  ];
}

const place = ({ owner, mark, last }: MarkGap) => `${owner}: sumado hasta ${mark}, el libro llega a ${last};`;
const count = (value: number) => value.toLocaleString('es-MX');
const storedText = (stored: unknown) => (stored === undefined ? '(nada)' : String(stored));
