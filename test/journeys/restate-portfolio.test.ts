import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../infra/local/free-port.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { FOLD_VERSION } from '../../shared/loan-book/fold.ts';
import { type Item, type Journey, startJourney, written } from '../support/journey.ts';
import { leaveUnderOlderFold } from '../support/older-fold.ts';

const TODAY = calendarDate('2026-11-20');
const CHANGED = 12;
let journey: Journey;
let port: number;
let notes: number;

beforeAll(async () => {
  port = await freePort();
  journey = await startJourney({ today: TODAY, port });
  await journey.seed(TODAY, 20);
  const heads = await noteHeads();
  notes = heads.length;
  const { HEADS_TABLE = '', ENTRIES_TABLE = '', IDEMPOTENCY_TABLE = '' } = journey.runner.tableNames;
  const store = { documents: journey.documents, tables: { HEADS_TABLE, ENTRIES_TABLE, IDEMPOTENCY_TABLE } };
  for (const [index, { fileId, noteId }] of heads.entries()) {
    const place = { fileId: String(fileId), noteId: String(noteId) };
    await leaveUnderOlderFold(store, place, index < CHANGED ? { ordinaryInterest: 700, waivers: -700 } : {});
  }
  await journey.runner.waitForStreams();
}, 120_000);
afterAll(() => journey?.end());

const noteHeads = async () => (await journey.all('HEADS_TABLE')).filter(({ SK }) => String(SK).startsWith('NOTE#'));
const stale = async () => (await noteHeads()).filter(({ fold }) => fold !== FOLD_VERSION).length;
const restated = async (): Promise<Item[]> =>
  (await journey.all('ENTRIES_TABLE')).filter(({ kind }) => kind === 'restated');
const ledger = async () => written([...(await journey.all('HEADS_TABLE')), ...(await journey.all('ENTRIES_TABLE'))]);

function start(...options: string[]): ChildProcess {
  const script = 'infra/local/commands/restate-portfolio.ts';
  return spawn(process.execPath, [script, '--port', String(port), ...options], { stdio: 'pipe' });
}

/** The command as the terminal shows it; beside us, for the product runs in this process. */
function typed(...options: string[]): Promise<{ code: number | null; output: string }> {
  const child = start(...options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

/** A line of the output: its label, then its cells. */
const said = (...parts: readonly string[]) =>
  expect.stringMatching(new RegExp(`^  ${parts.map((part) => part.replace(/[$.()+]/g, '\\$&')).join('\\s+')}$`, 'm'));

it('tells what would change, and restates a running product from the terminal, cut off and begun again', async () => {
  const before = await ledger();
  const compared = await typed('--compare');
  expect(compared).toMatchObject({ code: 0, output: said('Se reexpresarían con cambio', String(CHANGED)) });
  expect(compared.output).toEqual(said('Pasarían sin cambio', String(notes - CHANGED)));
  expect(compared.output).toEqual(said('hasta $10.00 y más de $1.00', String(CHANGED), '0', '0'));
  expect(compared.output).toEqual(said('Interés normal', '-$84.00'));
  expect(compared.output).toContain('No se escribió nada.');
  expect(await ledger()).toEqual(before);

  const killed = start();
  while ((await stale()) === notes) await sleep(5);
  killed.kill('SIGKILL');
  await new Promise((resolve) => killed.once('close', resolve));
  const left = await stale();

  const resumed = await typed();
  expect(resumed).toMatchObject({ code: 0, output: expect.stringContaining(`${notes - left} ya estaban en ella`) });
  expect(await stale()).toBe(0);
  const entries = await restated();
  expect(new Set(entries.map(({ noteId }) => noteId)).size).toBe(CHANGED);
  expect(entries.map(({ recordedOn, lines }) => [recordedOn, lines])).toEqual(
    Array(CHANGED).fill([TODAY, { ordinaryInterest: -700, waivers: 700 }]),
  );

  const after = await ledger();
  expect((await typed()).output).toEqual(said('Se reexpresaron con cambio', '0'));
  expect(await ledger()).toEqual(after);
  await journey.runner.waitForStreams();
  const { json } = await journey.ask(`/v1/recovery-reports/${TODAY}`, { role: 'recovery-technician' });
  expect(json.movements.restated).toMatchObject({ count: CHANGED, amount: '-84.00' });
  expect(json.totals.payments).toMatchObject({ count: 0, amount: '0.00' });
}, 120_000);

it('says so when nobody listens', async () => {
  expect(await typed('--port', '1026')).toMatchObject({
    code: 1,
    output: expect.stringContaining('Nadie responde en el puerto 1026'),
  });
});
