import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CarryOutDeps,
  carryOutMonth,
  MONTHLY_TASK,
} from '../../../functions/statements/monthly/carry-out-month.ts';
import { decideMonth, type MonthDeps, proposeMonth } from '../../../functions/statements/monthly/decide-month.ts';
import { monthAnswer } from '../../../functions/statements/monthly/month-routes.ts';
import { monthUseCases } from '../../../functions/statements/monthly/month-use-cases.ts';
import { monthlyMachine } from '../../../functions/statements/monthly/monthly-machine.ts';
import { isBalanced, type MonthlyRun } from '../../../functions/statements/monthly/monthly-run.ts';
import {
  createMonthlyList,
  createMonthlyStore,
  type MonthlyStore,
  PART_SIZE,
} from '../../../functions/statements/monthly/monthly-store.ts';
import type { Preferences } from '../../../functions/statements/preferences/preferences.ts';
import { NOTHING_SAID } from '../../../functions/statements/preferences/preferences.ts';
import { createPreferencesStore } from '../../../functions/statements/preferences/preferences-store.ts';
import { createUnsubscribeTokens } from '../../../functions/statements/preferences/unsubscribe-tokens.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { createJobRequests, type JobRequest } from '../../../shared/jobs/job-request.ts';
import { LEASE_MS } from '../../../shared/jobs/lease.ts';
import { resumeWork } from '../../../shared/jobs/resume-work.ts';
import { MailRefused } from '../../../shared/mail/mailer.ts';
import { createSuppressions } from '../../../shared/mail/suppression.ts';
import type { DemoFile } from '../../demonstration/lending/portfolio.ts';
import { emailOf, type StatementsWorld, statementsWorld } from './statements-world.ts';

const MONTH = '2026-11';
let world: StatementsWorld;
let deps: CarryOutDeps & MonthDeps & { readonly runs: MonthlyStore };
let asked: JobRequest[];
beforeAll(async () => {
  world = await statementsWorld();
}, 60_000);
afterAll(() => world.stop());
beforeEach(async () => {
  await forgetTheMonth();
  world.mails.length = 0;
  asked = [];
  const { documents, tables } = world.dynamo;
  const requests = createJobRequests(documents, tables.SYSTEM_TABLE);
  deps = {
    ...world.deliverDeps,
    runs: createMonthlyStore(documents, tables.SYSTEM_TABLE),
    preferences: createPreferencesStore(documents, tables.LINKS_TABLE),
    tokens: createUnsubscribeTokens(documents, tables.LINKS_TABLE),
    claims: world.linkDeps.claims,
    list: createMonthlyList(documents, tables.SYSTEM_TABLE),
    jobs: {
      ask: (request) => {
        asked.push(request);
        return requests.ask(request);
      },
      item: (request) => {
        asked.push(request);
        return requests.item(request);
      },
    },
    remainingMs: () => 600_000,
    newRunId: randomUUID,
  };
});

/** As on the first of another month: no run, no list and no mail of it. */
async function forgetTheMonth(): Promise<void> {
  const { documents, tables, client } = world.dynamo;
  const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
  for (const TableName of [tables.SYSTEM_TABLE, tables.LINKS_TABLE]) {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName }));
    for (const { PK, SK } of Items)
      await client.send(new DeleteItemCommand({ TableName, Key: { PK: { S: String(PK) }, SK: { S: String(SK) } } }));
  }
}

const person = (subject: string): Caller => ({
  ...{ subject, roles: ['portfolio-coordinator'], offices: 'all', correlationId: 'p' },
});
const withMail = () => world.portfolio.filter((file) => emailOf(file) !== undefined);
async function subscribe(file: DemoFile, over: Partial<Preferences> = {}): Promise<void> {
  const { fileId, office } = file.file;
  const before = await deps.preferences.find(fileId, 'borrower');
  const next: Preferences = {
    ...NOTHING_SAID,
    ...{ fileId, office, signatory: 'borrower', monthlyStatement: true, changedBy: 'session' },
    ...{ changedAt: world.now().toISOString(), version: (before?.version ?? 0) + 1, ...over },
  };
  const store = createPreferencesStore(world.dynamo.documents, world.dynamo.tables.LINKS_TABLE);
  expect(await store.write(next, before)).toBe(true);
}
async function start(): Promise<void> {
  await proposeMonth(deps, { idempotencyKey: randomUUID(), reason: 'Envío de noviembre' }, person('ana'));
  await decideMonth(deps, 'authorise', { month: MONTH, idempotencyKey: randomUUID(), reason: null }, person('luis'));
}
const carryOut = (over: Partial<CarryOutDeps> = {}, delivery: string | null = null) =>
  carryOutMonth({ ...deps, ...over }, MONTH, delivery);
const run = async (): Promise<MonthlyRun> => (await deps.runs.find(MONTH))!;
const mailed = () => world.mails.map(({ to }) => to[0]).toSorted();
const twice = () => mailed().filter((address, index, all) => all.indexOf(address) !== index);

describe('the month’s statements', () => {
  it('are started by two people, and by no one twice', async () => {
    const propose = (key: string, who: string) =>
      proposeMonth(deps, { idempotencyKey: key, reason: 'Envío de noviembre' }, person(who));
    const decide = (step: 'authorise' | 'reject' | 'stop', who: string, reason: string | null = null) =>
      decideMonth(deps, step, { month: MONTH, idempotencyKey: randomUUID(), reason }, person(who));
    expect((await propose('mes-1', 'ana')).state).toBe('proposed');
    expect((await propose('mes-1', 'ana')).version).toBe(1);
    await expect(propose('mes-2', 'ana')).rejects.toMatchObject({ code: 'month-not-open-to' });
    expect(await carryOut()).toBe('not-taken');
    await expect(decide('authorise', 'ana')).rejects.toMatchObject({ code: 'same-person' });
    expect(asked).toEqual([]);
    expect((await decide('authorise', 'luis')).state).toBe('under-way');
    expect(asked).toMatchObject([{ task: MONTHLY_TASK, id: MONTH }]);
    await expect(decide('authorise', 'luis')).rejects.toMatchObject({ code: 'month-not-open-to' });
    expect(await carryOut()).toBe('done');
    await expect(decide('stop', 'luis', 'Ya no')).rejects.toMatchObject({ code: 'month-not-open-to' });
    expect(await carryOut()).toBe('not-taken');
  });

  it('go to whoever asked for them and has an address, once, with a link of 30 days and the way out; counts tie', async () => {
    const [blocked, gone, suppressed, withdrawn, ...others] = withMail();
    const mailless = world.portfolio[1]!;
    for (const file of [blocked!, gone!, suppressed!, withdrawn!, mailless, ...others.slice(0, 4)])
      await subscribe(file);
    // Never asked for it.
    const never = others[4]!;
    await world.pageDeps.wrongData.block(blocked!.file.fileId, world.now());
    const suppressions = createSuppressions(world.dynamo.documents, world.dynamo.tables.SYSTEM_TABLE);
    await suppressions.add(emailOf(suppressed!)!, 'bounce', world.now(), 'volvió');
    await start();
    const register: CarryOutDeps['register'] = {
      wholeFile: (fileId) =>
        fileId === gone!.file.fileId ? Promise.resolve(undefined) : deps.register.wholeFile(fileId),
    };
    // After the list was written: looked at again when the mail would leave.
    const preferences: CarryOutDeps['preferences'] = {
      ...deps.preferences,
      find: async (fileId, signatory) => {
        const found = await deps.preferences.find(fileId, signatory);
        return found && fileId === withdrawn!.file.fileId ? { ...found, monthlyStatement: false } : found;
      },
    };
    expect(await carryOut({ register, preferences })).toBe('done');
    const ended = await run();
    expect(ended).toMatchObject({
      ...{ state: 'done', expected: 9, decided: 9, sent: 4, uncertain: 0 },
      skipped: { 'file-blocked': 1, 'no-file': 1, suppressed: 1, 'consent-withdrawn': 1, 'no-address': 1 },
    });
    expect(isBalanced(ended)).toBe(true);
    const read = { params: { statementMonth: MONTH }, query: undefined, body: undefined };
    const input = { ...read, idempotencyKey: undefined, ifMatch: undefined };
    const told = await monthUseCases.readMonthlyStatements(deps, input, person('ana'));
    expect(monthAnswer.parse(told.body)).toMatchObject({ statusName: 'terminado', sent: 4, decided: 9 });
    expect(mailed()).toEqual(
      others
        .slice(0, 4)
        .map((file) => emailOf(file))
        .toSorted(),
    );
    expect(mailed()).not.toContain(emailOf(never));

    const mail = world.mails[0]!;
    const file = others.slice(0, 4).find((one) => emailOf(one) === mail.to[0])!;
    const header = /^List-Unsubscribe:\s+<https:\/\/cartera\.example(\/b\/[\w-]{43})>/m.exec(mail.raw);
    expect(mail.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(mail.text).toContain(header![1]!);
    for (const told of [file.borrower.name.firstSurname, file.borrower.curp, '$', 'adeudo', 'deuda'])
      expect(`${mail.raw} ${mail.text} ${mail.html}`).not.toContain(told);
    const datum = file.notes[0]!.item.contractNumber;
    world.pass(29 * 24 * 60);
    const cookie = await world.enter(mail.path!, datum);
    expect((await world.page('GET', '/estado', { cookies: [cookie] })).status).toBe(200);
    expect((await world.page('POST', header![1]!)).status).toBe(200);
    expect((await deps.preferences.find(file.file.fileId, 'borrower'))?.monthlyStatement).toBe(false);
    world.pass(25 * 60);
    expect((await world.page('GET', mail.path!)).status).toBe(404);
  });

  it('cut off anywhere and taken up again reach everybody once: before a mail, behind it, and at the checkpoint', async () => {
    const files = withMail();
    for (const file of files) await subscribe(file);
    await start();
    const killed = () => Promise.reject(new Error('killed'));
    // As by kill -9: neither a checkpoint is written nor the lease given back, once the lease is taken and the list is there.
    const dyingAfter = (writes: number): CarryOutDeps['runs'] => ({
      find: deps.runs.find,
      write: (next) => {
        writes -= 1;
        return writes < 0 ? killed() : deps.runs.write(next);
      },
    });
    let mails = 0;
    const mailer: CarryOutDeps['mailer'] = {
      send: (...mail) => {
        mails += 1;
        return mails <= 3 ? deps.mailer.send(...mail) : killed();
      },
    };
    const remainingMs = () => (mails > 3 ? 0 : 600_000);
    await expect(carryOut({ runs: dyingAfter(2), mailer, remainingMs }, 'primera')).rejects.toThrow('killed');
    expect([world.mails.length, (await run()).decided, (await run()).expected]).toEqual([3, 0, files.length]);
    expect(await carryOut({}, 'otra')).toBe('not-taken');
    world.pass(LEASE_MS / 60_000 + 1);
    asked.length = 0;
    expect(await resumeWork(deps, { task: MONTHLY_TASK, machine: monthlyMachine }, deps.runs)).toBe(1);
    expect(asked).toMatchObject([{ task: MONTHLY_TASK, id: MONTH }]);
    // The fifth left, and the process died before it could say so.
    const dying: CarryOutDeps['mails'] = {
      ...deps.mails,
      write: (mail) => (mail.state === 'sent' ? killed() : deps.mails.write(mail)),
    };
    await expect(carryOut({ runs: dyingAfter(1), mails: dying }, 'segunda')).rejects.toThrow('killed');
    expect(world.mails).toHaveLength(4);
    world.pass(LEASE_MS / 60_000 + 1);
    expect(await carryOut({}, 'tercera')).toBe('done');
    const ended = await run();
    expect(isBalanced(ended)).toBe(true);
    // Of two nobody knows: one left, the other did not. Neither is sent again.
    expect(ended).toMatchObject({ expected: files.length, sent: files.length - 2, uncertain: 2, skipped: {} });
    expect([mailed().length, twice()]).toEqual([files.length - 1, []]);
  });

  it('go on by themselves when the time runs out, from the checkpoint', async () => {
    const files = withMail();
    for (const file of files) await subscribe(file);
    await start();
    asked.length = 0;
    let people = 0;
    const remainingMs = () => {
      people += 1;
      return people > 5 ? 30_000 : 600_000;
    };
    expect(await carryOut({ remainingMs })).toBe('continued');
    expect(await run()).toMatchObject({ decided: 5, sent: 5, expected: files.length, stoppedBy: 'time-limit' });
    expect(asked).toMatchObject([{ task: MONTHLY_TASK, id: MONTH }]);
    world.pass(1);
    expect(await carryOut({}, asked[0]!.name)).toBe('done');
    expect((await run()).sent).toBe(files.length);
    expect(twice()).toEqual([]);
  });

  it('are stopped by a person between two checkpoints, and proposed anew go on from there', async () => {
    const files = withMail();
    for (const file of files) await subscribe(file);
    await start();
    const decide = (step: 'stop' | 'propose' | 'authorise', who: string) =>
      decideMonth(deps, step, { month: MONTH, idempotencyKey: randomUUID(), reason: 'Texto equivocado' }, person(who));
    let mails = 0;
    const mailer: CarryOutDeps['mailer'] = {
      send: async (...mail) => {
        mails += 1;
        if (mails === 3) await decide('stop', 'luis');
        return deps.mailer.send(...mail);
      },
    };
    expect(await carryOut({ mailer })).toBe('lease-lost');
    expect((await run()).state).toBe('stopped');
    expect(world.mails.length).toBeLessThan(files.length);
    expect(await carryOut()).toBe('not-taken');
    await decide('propose', 'luis');
    await expect(decide('authorise', 'luis')).rejects.toMatchObject({ code: 'same-person' });
    await decide('authorise', 'ana');
    expect(await carryOut()).toBe('done');
    expect((await run()).sent).toBe(files.length);
    expect(twice()).toEqual([]);
  });

  it('stopped between a worker’s look and its lease stay stopped', async () => {
    await start();
    const stop = { month: MONTH, idempotencyKey: randomUUID(), reason: 'Alto' };
    const runs: CarryOutDeps['runs'] = {
      find: deps.runs.find,
      write: async (next) => {
        await decideMonth(deps, 'stop', stop, person('luis'));
        return deps.runs.write(next);
      },
    };
    expect(await carryOut({ runs })).toBe('not-taken');
    expect((await run()).state).toBe('stopped');
  });

  it('skip one whose address the mail service refuses, and stand still when it refuses everybody', async () => {
    const files = withMail().slice(0, 4);
    for (const file of files) await subscribe(file);
    await start();
    const refusing = (code: string, address?: string): CarryOutDeps['mailer'] => ({
      send: async (raw, to, tryId) => {
        if (address === undefined || to.includes(address)) throw new MailRefused(code, new Error(code));
        return deps.mailer.send(raw, to, tryId);
      },
    });
    await expect(carryOut({ mailer: refusing('AccountSendingPausedException') })).rejects.toThrow('mail is refused');
    expect(await run()).toMatchObject({ state: 'under-way', decided: 0, skipped: {}, stoppedBy: 'Error' });
    world.pass(1);
    const bad = emailOf(files[1]!)!;
    expect(await carryOut({ mailer: refusing('MessageRejected', bad) }, 'segunda')).toBe('done');
    expect(await run()).toMatchObject({ sent: 3, skipped: { refused: 1 } });
    expect(mailed()).not.toContain(bad);
  });

  it('are never given up, however many runs have failed: a person stops them', async () => {
    await start();
    const before = await run();
    expect(await deps.runs.write({ ...before, runs: 40, stoppedBy: 'Error', version: before.version + 1 })).toBe(true);
    asked.length = 0;
    expect(await resumeWork(deps, { task: MONTHLY_TASK, machine: monthlyMachine }, deps.runs)).toBe(1);
    expect(asked).toMatchObject([{ task: MONTHLY_TASK, id: MONTH }]);
    expect((await run()).state).toBe('under-way');
  });

  it('of two workers at once are one’s', async () => {
    for (const file of withMail()) await subscribe(file);
    await start();
    const ends = await Promise.all([carryOut({}, 'una'), carryOut({}, 'otra'), carryOut({}, 'una más')]);
    expect(ends.toSorted()).toEqual(['done', 'not-taken', 'not-taken']);
    expect(twice()).toEqual([]);
  });

  it('are about people that are listed in parts of which none exceeds an item', async () => {
    const members = Array.from({ length: PART_SIZE * 2 + 1 }, () => ({ fileId: randomUUID(), signatory: 'borrower' }));
    async function* subscribers() {
      yield* members;
    }
    await start();
    expect(await carryOut({ preferences: { ...deps.preferences, subscribers } })).toBe('done');
    const ended = await run();
    expect(ended).toMatchObject({ expected: members.length, skipped: { 'consent-withdrawn': members.length } });
    expect(await deps.list.part(MONTH, 2)).toEqual(members.slice(-1));
    const { documents, tables } = world.dynamo;
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: tables.SYSTEM_TABLE }));
    const parts = Items.filter(({ SK }) => String(SK).startsWith('PART#'));
    expect(Math.max(...parts.map((part) => JSON.stringify(part).length))).toBeLessThan(100_000);
  }, 60_000);
});
