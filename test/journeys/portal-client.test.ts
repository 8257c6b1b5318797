import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { educationCreditReference } from '../../functions/recovery/references/education-credit-reference.ts';
import { LOCAL_CLIENT_SECRET } from '../../infra/local/identity/identity-endpoint.ts';
import { readIdentity } from '../../infra/local/identity/signing-key.ts';
import { freshCurp } from '../contract/register/lending-world.ts';
import { DEMO_PRODUCTS } from '../demonstration/lending/products.ts';
import { type Journey, startJourney } from '../support/journey.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const SAMPLE = path.join(ROOT, 'test', 'fixtures', 'portal', 'originate-credit.ts');

/** A folder from which the repository's packages are found, as those of the portal's project would be. */
let folder: string;
let journey: Journey;

const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });

beforeAll(async () => {
  mkdirSync(path.join(ROOT, 'dist'), { recursive: true });
  folder = mkdtempSync(path.join(ROOT, 'dist', 'portal-'));
  const client = path.join(folder, 'cartera-portal.ts');
  expect(run('infra/portal-client/write-portal-client.ts', client)).toMatchObject({
    status: 0,
    stdout: `${client}\n`,
    stderr: '',
  });
  copyFileSync(SAMPLE, path.join(folder, path.basename(SAMPLE)));
  journey = await startJourney({ today: '2026-09-15' });
  const { name, parameters } = DEMO_PRODUCTS.superior;
  await journey.ask('/v1/products/superior/versions/2008-01-01', {
    role: 'portfolio-coordinator',
    method: 'PUT',
    body: { name, parameters },
  });
}, 180_000);
afterAll(async () => {
  await journey?.end();
  rmSync(folder, { recursive: true });
});

async function access(clientSecret = LOCAL_CLIENT_SECRET) {
  const clientId = (await readIdentity(journey.dataDir))?.facts.machine?.clientId ?? '';
  const { apiUrl: baseUrl } = journey.runner;
  return { baseUrl, tokenUrl: `${baseUrl}/_local/identity/oauth2/token`, clientId, clientSecret };
}

const sample = async () => import(path.join(folder, path.basename(SAMPLE)));
const credit = (number: number) => ({
  curp: freshCurp(),
  contractNumber: `CE-2026/${number}`,
  paymentReference: educationCreditReference(number),
  operationId: `portal-${number}`,
});

describe('the client of the portal', () => {
  it('compiles with the sample, and refuses what the API would', () => {
    const project = path.join(folder, 'tsconfig.json');
    writeFileSync(project, JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] }));
    const { status, stdout } = run('node_modules/typescript-native/bin/tsc', '-p', project);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it('originates a credit with its own token, money as text to the centavo, and once when sent again', async () => {
    const { originateCredit } = await sample();
    const made = await originateCredit(await access(), credit(700_101));
    expect(made).toMatchObject({ amount: '6000.50', average: 92, again: { status: 200, eventId: made.eventId } });
    const { json } = await journey.ask(`/v1/notes/${made.noteId}?asOf=2026-09-15`, { role: 'portfolio-coordinator' });
    expect(json.balance.owed.principal).toBe('30000.50');
    expect(made.firstDueDate).toBe(json.termsAtSigning.firstDueDate);
  });

  it('tells a refusal by its code, with what to show to the person', async () => {
    const { originateCredit, Refused } = await sample();
    const [first, other] = [credit(700_102), credit(700_103)];
    await originateCredit(await access(), first);
    const refused = await originateCredit(await access(), { ...other, curp: first.curp }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(Refused);
    expect(refused.problem).toMatchObject({ status: 409, code: 'curp-already-registered', title: expect.any(String) });
    expect(refused.problem.correlationId).not.toBe('');
  });

  it('without a token calls nothing', async () => {
    const { originateCredit } = await sample();
    await expect(originateCredit(await access('otro'), credit(700_104))).rejects.toThrow(/^no access token: 401 of /);
  });
});
