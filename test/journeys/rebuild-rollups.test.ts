import { spawn } from 'node:child_process';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../infra/local/free-port.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { type Journey, startJourney, written } from '../support/journey.ts';

const TODAY = calendarDate('2026-11-20');
let journey: Journey;
let port: number;

beforeAll(async () => {
  port = await freePort();
  journey = await startJourney({ today: TODAY, port });
  await journey.seed(TODAY, 20);
  await journey.runner.waitForStreams();
}, 120_000);
afterAll(() => journey?.end());

/** The command as the terminal shows it; beside us, for the product runs in this process. */
function typed(...options: string[]): Promise<{ code: number | null; output: string }> {
  const script = 'infra/local/commands/rebuild-rollups.ts';
  const child = spawn(process.execPath, [script, '--port', String(port), ...options], { stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

const rollups = async () => written(await journey.all('ROLLUPS_TABLE'));

it('compares and mends the sums of a running product from the terminal', async () => {
  const right = await rollups();
  const equal = await typed('--compare');
  expect(equal).toMatchObject({ code: 0, output: expect.stringContaining('Los acumulados son los del libro.') });
  const [month] = (await journey.all('ROLLUPS_TABLE')).filter(({ PK }) => String(PK).startsWith('MONTH#'));
  await journey.documents.send(
    new UpdateCommand({
      TableName: journey.runner.tableNames.ROLLUPS_TABLE,
      Key: { PK: month?.PK, SK: month?.SK },
      UpdateExpression: 'ADD entries :more',
      ExpressionAttributeValues: { ':more': 3 },
    }),
  );
  const spoiled = await rollups();

  const compared = await typed('--compare');
  expect(compared.code).toBe(1);
  const entries = Number(month?.entries);
  expect(compared.output).toContain(
    `  ${month?.PK} ${month?.SK}\n    entries: guardado ${entries + 3}, según el libro ${entries}\n`,
  );
  expect(await rollups()).toEqual(spoiled);

  const rebuilt = await typed();
  expect(rebuilt).toMatchObject({ code: 0, output: expect.stringContaining('Se corrigieron 1 acumulados') });
  expect(await rollups()).toEqual(right);
}, 60_000);

it('refuses a day that is no date, and says so when nobody listens', async () => {
  expect(await typed('--day', '2026-13-01')).toMatchObject({
    code: 1,
    output: '--day 2026-13-01 no es una fecha: escríbala como 2026-11-20.\n',
  });
  expect((await typed('--port', '1026')).output).toContain('Nadie responde en el puerto 1026');
});
