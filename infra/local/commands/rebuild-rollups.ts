import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compareRollups, type RollupComparison } from '../../../functions/recovery/rollups/compare-rollups.ts';
import { createMissingFacts } from '../../../functions/recovery/rollups/missing-facts.ts';
import {
  isEqual,
  type RebuildDeps,
  RollupsUnknowable,
  rebuildRollups,
} from '../../../functions/recovery/rollups/rebuild-rollups.ts';
import { createRecordedFacts } from '../../../functions/recovery/rollups/recorded-facts.ts';
import { createRollupItems } from '../../../functions/recovery/rollups/rollup-items.ts';
import { createRollupStore } from '../../../functions/recovery/rollups/rollup-store.ts';
import { parseCalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { tableName } from '../../names.ts';
import { STAGES } from '../../stages.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';
import { ArgumentFault, readCommandLine } from '../command-line.ts';
import { portTaken } from '../free-port.ts';
import { portsFrom } from '../ports.ts';
import { DEFAULT_PORT, portFrom } from '../reaching.ts';
import { comparisonLines } from './rollup-lines.ts';

const HELP = `Uso: npm run rebuild-rollups -- [--day AAAA-MM-DD] [--compare] [--port N]
  --day      solo los acumulados de ese día, y los totales que lo contienen
  --compare  dice qué difiere del libro y no escribe nada
  --port N   puerto de "npm start" (${DEFAULT_PORT})
Se puede cortar y repetir, y correr mientras entran pagos.`;

/** `npm run rebuild-rollups`: makes the sums of the reports what the ledger and the deposits say. */
async function run(): Promise<void> {
  const { values } = readCommandLine(
    process.argv.slice(2),
    {
      day: { type: 'string' },
      compare: { type: 'boolean', default: false },
      port: { type: 'string', default: String(DEFAULT_PORT) },
    },
    { help: HELP },
  );
  if (values.help) return console.log(HELP);
  const { day } = values;
  if (day !== undefined && parseCalendarDate(day) === undefined)
    throw new ArgumentFault(`--day ${day} no es una fecha: escríbala como 2026-11-20.`);
  const deps = await depsAt(portFrom(values.port));
  const equal = `Los acumulados${day === undefined ? '' : ' de ese día'} son los del libro.`;
  const told = (comparison: RollupComparison) => console.log(comparisonLines(comparison).join('\n'));
  if (values.compare) {
    const comparison = await compareRollups(deps, day);
    told(comparison);
    console.log(isEqual(comparison) ? equal : 'No se escribió nada.');
    if (!isEqual(comparison)) process.exitCode = 1;
    return;
  }
  const { outcome, itemsCorrected, marksLowered, factsApplied } = await rebuildRollups(deps, { day, compared: told });
  console.log(
    `Se corrigieron ${itemsCorrected} acumulados y ${marksLowered} marcas, y se sumaron ${factsApplied} movimientos.`,
  );
  console.log(
    outcome === 'equal'
      ? equal
      : 'Queda lo que dice la última comparación: repita el comando cuando haya menos movimiento, o corrija lo que no se entiende.',
  );
  if (outcome !== 'equal') process.exitCode = 1;
}

/** The tables of the product that listens on this port. */
async function depsAt(port: number): Promise<RebuildDeps> {
  const { dynamo } = portsFrom(port);
  if (!(await portTaken(dynamo)))
    throw new ArgumentFault(`Nadie responde en el puerto ${port}: arranque con "npm start", o indique --port.`);
  const client = new DynamoDBClient({
    region: LOCAL_REGION,
    endpoint: `http://127.0.0.1:${dynamo}`,
    credentials: { accessKeyId: 'rebuild', secretAccessKey: 'local' },
  });
  const documents = DynamoDBDocumentClient.from(client);
  const entries = tableName(STAGES.local, 'ENTRIES_TABLE');
  const system = tableName(STAGES.local, 'SYSTEM_TABLE');
  const rollups = tableName(STAGES.local, 'ROLLUPS_TABLE');
  return {
    items: createRollupItems(documents, rollups),
    recorded: createRecordedFacts(documents, { entries, system }),
    missing: createMissingFacts(documents, { entries, system }),
    writer: createRollupStore(documents, rollups),
  };
}

function refusal(error: unknown): unknown {
  if (error instanceof RollupsUnknowable)
    return 'No se reemplazó nada: sin los movimientos que faltan o no se entienden no se puede saber la suma correcta. Corríjalos y repita.';
  return error instanceof Error ? error.message : error;
}

run().catch((error: unknown) => {
  console.error(refusal(error));
  process.exit(1);
});
