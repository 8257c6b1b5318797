import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import {
  compareRestatement,
  type RestateDeps,
  restatePortfolio,
} from '../../../functions/recovery/restatement/restate-portfolio.ts';
import { type Clock, clockFrom } from '../../../shared/calendar/clock.ts';
import { createLedger } from '../../../shared/ledger/dynamo-ledger.ts';
import { createHeadScan } from '../../../shared/ledger/scan-heads.ts';
import { tableName } from '../../names.ts';
import { STAGES } from '../../stages.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';
import { ArgumentFault, readCommandLine } from '../command-line.ts';
import { portTaken } from '../free-port.ts';
import { portsFrom } from '../ports.ts';
import { DEFAULT_PORT, portFrom } from '../reaching.ts';
import { restatementLines } from './restatement-lines.ts';

const HELP = `Uso: npm run restate-portfolio -- [--compare] [--port N]
  --compare  dice qué cambiaría, por tamaño, concepto y oficina, y no escribe nada
  --port N   puerto de "npm start" (${DEFAULT_PORT})
Pone todos los pagarés bajo las reglas de hoy. Se puede cortar y repetir, y correr mientras entran pagos.`;

/** Notes restated at once: one store call each, so that payments find the engine free. */
const SEGMENTS = 4;
const NOTES_BETWEEN_NEWS = 5_000;

const clockSchema = z.object({ clock: z.string() });

/** `npm run restate-portfolio`: brings every note under today's version of the fold. */
async function run(): Promise<void> {
  const { values } = readCommandLine(
    process.argv.slice(2),
    { compare: { type: 'boolean', default: false }, port: { type: 'string', default: String(DEFAULT_PORT) } },
    { help: HELP },
  );
  if (values.help) return console.log(HELP);
  const deps = await depsAt(portFrom(values.port));
  const options = {
    segments: SEGMENTS,
    progress: (notes: number) => {
      if (notes % NOTES_BETWEEN_NEWS === 0) console.log(`  ${notes.toLocaleString('es-MX')} pagarés leídos`);
    },
  };
  const restatement = values.compare ? await compareRestatement(deps, options) : await restatePortfolio(deps, options);
  console.log(restatementLines(restatement, { written: !values.compare }).join('\n'));
  if (restatement.failed.length > 0) process.exitCode = 1;
}

/** The tables of the product that listens on this port, and its business date. */
async function depsAt(port: number): Promise<RestateDeps> {
  const { api, dynamo } = portsFrom(port);
  if (!(await portTaken(api)) || !(await portTaken(dynamo)))
    throw new ArgumentFault(`Nadie responde en el puerto ${port}: arranque con "npm start", o indique --port.`);
  const client = new DynamoDBClient({
    region: LOCAL_REGION,
    endpoint: `http://127.0.0.1:${dynamo}`,
    credentials: { accessKeyId: 'restate', secretAccessKey: 'local' },
  });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const heads = tableName(STAGES.local, 'HEADS_TABLE');
  const tables = {
    heads,
    entries: tableName(STAGES.local, 'ENTRIES_TABLE'),
    idempotency: tableName(STAGES.local, 'IDEMPOTENCY_TABLE'),
  };
  const clock = await clockOf(api);
  return { scanHeads: createHeadScan(documents, heads), ledger: createLedger({ documents, tables, clock }) };
}

/** What is restated is recorded on the product's day, or its report would not show it. */
async function clockOf(api: number): Promise<Clock> {
  const answer = await fetch(`http://127.0.0.1:${api}/_local/clock.json`);
  return clockFrom(clockSchema.parse(await answer.json()).clock, () => new Date());
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
