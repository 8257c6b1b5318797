import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LiftDeps, liftSuppression } from '../../../functions/system/suppressions/lift-suppression.ts';
import { suppressionUseCases } from '../../../functions/system/suppressions/suppression-use-cases.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { addressHashOf, createSuppressions, type Suppressions } from '../../../shared/mail/suppression.ts';
import { losingAnswers, startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { testClock } from '../../support/ledger.ts';

let dynamo: TestDynamo;
let suppressions: Suppressions;
let deps: LiftDeps;
const NOW = new Date('2026-11-20T14:00:00.000Z');
const SYSTEMS: Caller = { subject: 'sistemas-1', roles: ['systems'], offices: 'all', correlationId: 'prueba' };
let number = 0;
let email: string;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  suppressions = createSuppressions(documents, tables.SYSTEM_TABLE);
  const claims = createRequestClaims(documents, tables.IDEMPOTENCY_TABLE);
  deps = { clock: testClock('2026-11-20'), suppressions, claims };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  number += 1;
  email = `acreditada-${number}@prueba.mx`;
});

const isWrittenTo = async () => !(await suppressions.among([email])).has(email);
const lift = (changes: object = {}) =>
  liftSuppression(
    deps,
    {
      ...{ email, reason: 'Corrigieron su buzón', ownerAsked: false, idempotencyKey: `lift-${number}`, ...changes },
    },
    SYSTEMS,
  );

describe('an address that returned a mail', () => {
  it('is written to again once Sistemas says so, however it is spelled, and not when another mail comes back', async () => {
    await suppressions.add(email, 'bounce', NOW, 'event-1');
    expect(await isWrittenTo()).toBe(false);
    const lifted = await lift({ email: ` ${email.toUpperCase()} ` });
    expect(lifted).toMatchObject({ state: 'lifted', because: 'bounce', version: 2 });
    expect(lifted.history.map(({ step, by, reason }) => [step, by, reason])).toEqual([
      ['suppress', 'system', 'La dirección devolvió un correo'],
      ['lift', 'sistemas-1', 'Corrigieron su buzón'],
    ]);
    expect(await isWrittenTo()).toBe(true);
    // What came back before is told again by EventBridge: it is the mail of before, and not another.
    await suppressions.add(email, 'bounce', NOW, 'event-1');
    expect(await isWrittenTo()).toBe(true);
    await suppressions.add(email, 'bounce', new Date('2026-11-21T14:00:00.000Z'), 'event-2');
    expect(await isWrittenTo()).toBe(false);
    expect(await suppressions.find(email)).toMatchObject({ since: '2026-11-21T14:00:00.000Z', version: 3 });
  });

  it('is let in once: the request sent again does nothing anew, also when its answer was lost', async () => {
    await suppressions.add(email, 'bounce', NOW, 'event-1');
    const lossy = createSuppressions(losingAnswers(dynamo), dynamo.tables.SYSTEM_TABLE);
    await liftSuppression(
      { ...deps, suppressions: lossy },
      { email, reason: 'Corrigieron su buzón', ownerAsked: false, idempotencyKey: `lift-${number}` },
      SYSTEMS,
    );
    expect(await lift()).toMatchObject({ state: 'lifted', version: 2 });
    await suppressions.add(email, 'bounce', NOW, 'event-2');
    expect(await lift()).toMatchObject({ state: 'suppressed', version: 3 });
    await expect(lift({ reason: 'Otro motivo' })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('answers the request that let it in as what it was, although its owner has called a mail unwanted since', async () => {
    await suppressions.add(email, 'bounce', NOW, 'event-1');
    await lift();
    await suppressions.add(email, 'complaint', NOW, 'event-2');
    expect(await lift()).toMatchObject({ state: 'suppressed', because: 'complaint', version: 3 });
    await expect(lift({ idempotencyKey: 'otra' })).rejects.toMatchObject({ code: 'owner-did-not-ask' });
  });

  it('that was never suppressed, or is written to already, has nothing to lift, and nothing is written', async () => {
    await expect(lift()).rejects.toMatchObject({ code: 'address-not-suppressed', rule: { status: 409 } });
    expect(await suppressions.find(email)).toBeUndefined();
    await suppressions.add(email, 'bounce', NOW, 'event-1');
    await lift();
    await expect(lift({ idempotencyKey: 'otra' })).rejects.toMatchObject({ code: 'address-not-suppressed' });
  });

  it('is let in by one of two who ask at once', async () => {
    await suppressions.add(email, 'bounce', NOW, 'event-1');
    const both = await Promise.allSettled([lift({ idempotencyKey: 'a' }), lift({ idempotencyKey: 'b' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await suppressions.find(email))?.history).toHaveLength(2);
  });
});

describe('an address whose owner called our mail unwanted', () => {
  it('is written to again only when the owner asks', async () => {
    await suppressions.add(email, 'complaint', NOW, 'event-1');
    await expect(lift()).rejects.toMatchObject({ code: 'owner-did-not-ask', rule: { status: 422 } });
    expect(await isWrittenTo()).toBe(false);
    expect(await lift({ ownerAsked: true })).toMatchObject({ state: 'lifted' });
    expect((await suppressions.find(email))?.history.at(-1)?.evidence).toEqual({ ownerAsked: 'sí' });
  });

  it('keeps that reason when a mail bounces too, in either order and at once', async () => {
    await suppressions.add(email, 'bounce', NOW, 'event-1');
    await Promise.all([
      suppressions.add(email, 'complaint', NOW, 'event-2'),
      suppressions.add(email, 'bounce', NOW, 'event-3'),
      suppressions.add(email, 'bounce', NOW, 'event-4'),
    ]);
    await suppressions.add(email, 'bounce', NOW, 'event-5');
    expect(await suppressions.find(email)).toMatchObject({ because: 'complaint', version: 2 });
  });
});

it('is told with its Spanish names, and its access is noted under the hash of the address', async () => {
  const input = { body: { email }, params: undefined, query: undefined, idempotencyKey: undefined, ifMatch: undefined };
  const { body, records } = await suppressionUseCases.findMailSuppression(deps, input, SYSTEMS);
  expect([body?.status, body?.statusName, records]).toEqual([
    'never',
    'nunca devolvió un correo',
    [addressHashOf(email)],
  ]);
  await suppressions.add(email, 'bounce', NOW, 'event-1');
  const { body: found } = await suppressionUseCases.findMailSuppression(deps, input, SYSTEMS);
  expect(found).toMatchObject({ status: 'suppressed', statusName: 'no se le escribe', because: 'bounce' });
});
