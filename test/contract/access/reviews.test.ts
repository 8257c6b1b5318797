import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Decision,
  decideReview,
  readReview,
  signReview,
} from '../../../functions/access/reviews/decide-review.ts';
import { openReview } from '../../../functions/access/reviews/open-review.ts';
import { lastQuarter } from '../../../functions/access/reviews/quarter.ts';
import { hashOf, type Review } from '../../../functions/access/reviews/review.ts';
import { reviewUseCases } from '../../../functions/access/reviews/review-use-cases.ts';
import { approveUser, changeRights, suspendUser } from '../../../functions/access/users/change-user.ts';
import type { User } from '../../../functions/access/users/user.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { type AccessWorld, accessWorld, person, rights } from './access-world.ts';
import { type LocalPool, startLocalPool } from './local-pool.ts';

let dynamo: TestDynamo;
let pool: LocalPool;
let world: AccessWorld;
let staying: User;
let leaving: User;
let review: Review;
const director = person('director');
/** Each test in a quarter of its own: the year tells them apart. */
let year = 2030;
const quarter = () => `${year}-Q4`;

beforeAll(async () => {
  [dynamo, pool] = await Promise.all([startTestDynamo(), startLocalPool()]);
});
afterAll(() => Promise.all([dynamo.stop(), pool.stop()]));
beforeEach(async () => {
  year += 1;
  world = accessWorld(dynamo, pool, `${year + 1}-01-10`);
  const hire = (email: string) => world.ask({ email, idempotencyKey: world.key(), rights: rights(['auditor']) });
  staying = await hire(`queda.${year}@cartera.example`);
  leaving = await hire(`sale.${year}@cartera.example`);
  await world.deps.trail.note(
    {
      at: '2026-11-20T10:00:00.000Z',
      reader: leaving.subject!,
      roles: [],
      operationId: 'x',
      access: 'read',
      correlationId: 'c',
    },
    ['b-1'],
  );
  await openReview(world.deps);
  review = await readReview(world.deps, quarter());
});

const request = (of: Review, idempotencyKey = world.key()) => ({
  ...{ quarter: of.quarter, idempotencyKey, ifMatch: etagOf(of) },
});
const decision = (userId: string, keep: boolean): Decision => ({ userId, keep, reason: 'Se revisó con su jefatura' });
const everybody = (of: Review): Decision[] =>
  of.entries.map(({ userId }) => decision(userId, userId !== leaving.userId));
const decide = (of: Review, decisions = everybody(of), who = director) =>
  decideReview(world.deps, { ...request(of), decisions }, who);

describe('the review of a quarter', () => {
  it.each([
    ['2026-01-01', '2025-Q4'],
    ['2026-03-31', '2025-Q4'],
    ['2026-04-01', '2026-Q1'],
    ['2026-11-20', '2026-Q3'],
  ])('on %s is that of %s', (day, name) => {
    expect(lastQuarter(calendarDate(day))).toBe(name);
  });

  it('is opened once, and tells who has what, since when, whether they use it, and whom nobody approved', async () => {
    expect(await openReview(world.deps)).toBe(0);
    const entry = review.entries.find(({ userId }) => userId === leaving.userId);
    expect(entry).toEqual({
      ...{ userId: leaving.userId, subject: leaving.subject, name: 'Rosa Peña', suspended: false, decision: null },
      ...{ rights: rights(['auditor']), lastSeenAt: '2026-11-20T10:00:00.000Z' },
      lastChange: { step: 'create', by: 'systems-1', on: `${year + 1}-01-10` },
    });
    expect(review.entries.find(({ userId }) => userId === staying.userId)?.lastSeenAt).toBeNull();
    expect(review.strangers.map(({ groups }) => groups)).toContainEqual(['role:director']);
    expect(review.strangers.map(({ subject }) => subject)).not.toContain(leaving.subject);
    expect([review.dueOn, review.state]).toEqual([`${year + 1}-02-09`, 'open']);
  });

  it('tells of strangers only those who may sign in', async () => {
    const mark = world.key();
    const [inside, outside] = await Promise.all(
      ['dentro', 'fuera'].map((who) => pool.directory.ensure({ email: `${who}.${mark}@cartera.example`, name: who })),
    );
    await pool.directory.setEnabled(outside!, false);
    world.clock.set(`${year + 1}-04-10`);
    await openReview(world.deps);
    const strangers = (await readReview(world.deps, `${year + 1}-Q1`)).strangers.map(({ subject }) => subject);
    expect([strangers.includes(inside!), strangers.includes(outside!)]).toEqual([true, false]);
  });

  it('is not signed while somebody is not decided on', async () => {
    const some = await decide(review, [decision(staying.userId, true)]);
    await expect(signReview(world.deps, request(some), director)).rejects.toMatchObject({
      code: 'review-not-complete',
    });
    const butOne = await decide(
      some,
      everybody(some).filter(({ userId }) => userId !== leaving.userId),
    );
    await expect(signReview(world.deps, request(butOne), director)).rejects.toMatchObject({
      code: 'review-not-complete',
    });
    expect((await readReview(world.deps, quarter())).state).toBe('open');
  });

  it('is decided by others than oneself, on those who are in it, on its last version', async () => {
    const self = person('director', staying.subject!);
    await expect(decide(review, [decision(staying.userId, true)], self)).rejects.toMatchObject({ code: 'same-person' });
    const nobody = [decision('0193f1c2-7c1a-7b7e-9d3e-5a1f0c2b4d6e', true)];
    await expect(decide(review, nobody)).rejects.toMatchObject({ code: 'review-decision-refused' });
    await decide(review, [decision(staying.userId, true)]);
    await expect(decide(review)).rejects.toMatchObject({ code: 'version-changed' });
  });

  it('takes a request once: its key with other decisions is refused, not answered as done', async () => {
    const keep = { ...request(review, 'decide-it'), decisions: [decision(leaving.userId, true)] };
    const decided = await decideReview(world.deps, keep, director);
    expect(await decideReview(world.deps, keep, director)).toEqual(decided);
    const other = { ...keep, decisions: [decision(leaving.userId, false)] };
    await expect(decideReview(world.deps, other, director)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await readReview(world.deps, quarter())).toEqual(decided);
  });

  it('signed is frozen under a hash of all of it, and what was removed is carried out', async () => {
    const decided = await decide(review);
    expect((await world.find(leaving)).state).toBe('active');
    const sign = () => signReview(world.deps, request(decided, 'sign-it'), director);
    const signed = await sign();
    expect(signed).toMatchObject({ state: 'signed', signature: { by: director.subject, hash: hashOf(decided) } });
    expect(await sign()).toEqual(signed);
    await expect(decide(signed)).rejects.toMatchObject({ code: 'review-signed' });
    await expect(signReview(world.deps, request(signed), director)).rejects.toMatchObject({ code: 'review-signed' });
    const gone = await world.find(leaving);
    expect(gone).toMatchObject({ state: 'suspended', enabled: false, rights: rights([]) });
    expect(gone.history.at(-2)).toMatchObject({
      step: 'withdraw',
      by: director.subject,
      reason: 'Se revisó con su jefatura',
    });
    expect(await world.inDirectory(leaving)).toEqual({ enabled: false, groups: [] });
    expect((await world.standings.of(leaving.subject!))?.signedOutBefore).toBeGreaterThan(Date.now() / 1_000 + 3_600);
    expect(await world.find(staying)).toEqual(staying);
  });

  it('shows when what was signed is no longer what was signed', async () => {
    const decided = await decide(review);
    const intact = async () => {
      const input = { params: { quarter: quarter() }, query: undefined, body: undefined };
      const keys = { idempotencyKey: undefined, ifMatch: undefined };
      return (await reviewUseCases.getAccessReview(world.deps, { ...input, ...keys }, director)).body?.intact;
    };
    expect(await intact()).toBeNull();
    const signed = await signReview(world.deps, request(decided), director);
    expect(await intact()).toBe(true);
    const [first, ...rest] = signed.entries;
    for (const [at, touched] of [
      { ...first!, rights: rights(['director']) },
      { ...first!, decision: { ...first!.decision!, keep: !first!.decision!.keep } },
    ].entries()) {
      const entries = [touched, ...rest];
      await world.deps.reviews.write({ ...signed, entries, version: signed.version + 1 + at });
      expect(await intact()).toBe(false);
    }
  });

  it('takes its rights from whoever is suspended too: they do not come back with them', async () => {
    await suspendUser(world.deps, world.about(leaving, world.key()), director);
    await signReview(world.deps, request(await decide(review)), director);
    expect(await world.find(leaving)).toMatchObject({ state: 'suspended', enabled: false, rights: rights([]) });
    expect(await world.inDirectory(leaving)).toEqual({ enabled: false, groups: [] });
  });

  it('removes as many as one signature can withdraw at once, and says so of one more', async () => {
    const many = Array.from({ length: 50 }, (_, index) => ({
      ...leaving,
      ...{ userId: randomUUID(), subject: randomUUID(), email: `muchos.${year}.${index}@cartera.example`, version: 1 },
    }));
    for (const user of many) await world.deps.users.save(user);
    const [entry] = review.entries;
    const entries = many.map(({ userId, subject }) => ({ ...entry!, userId, subject }));
    await world.deps.reviews.write({ ...review, entries, version: review.version + 1 });
    const full = await readReview(world.deps, quarter());
    const gone = many.map(({ userId }) => decision(userId, false));
    await expect(decide(full, gone)).rejects.toMatchObject({ code: 'review-decision-refused' });
    const decided = await decide(full, [...gone.slice(1), decision(many[0]!.userId, true)]);
    const silent = { setEnabled: async () => {}, setGroups: async () => {}, signOut: async () => {} };
    const deps = { ...world.deps, directory: { ...pool.directory, ...silent } };
    await signReview(deps, request(decided), director);
    const states = await Promise.all(many.map(async (user) => (await world.find(user)).state));
    expect(states).toEqual(['active', ...many.slice(1).map(() => 'suspended')]);
  });

  it('signed by one request that came twice at once answers both', async () => {
    const sign = request(await decide(review), 'sign-it-once');
    const [first, second] = await Promise.all([1, 2].map(() => signReview(world.deps, sign, director)));
    expect(second).toEqual(first);
    expect((await readReview(world.deps, quarter())).history.map(({ step }) => step)).toEqual([
      'open',
      'decide',
      'sign',
    ]);
  });

  it('signed twice at once is signed once', async () => {
    const decided = await decide(review);
    const ends = await Promise.allSettled([1, 2].map(() => signReview(world.deps, request(decided), director)));
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await world.find(leaving)).history.filter(({ step }) => step === 'withdraw')).toHaveLength(1);
  });

  it('withdraws what somebody has by then, also when it changed since the decision', async () => {
    const decided = await decide(review);
    const { find } = world.deps.users;
    let changed = false;
    const meanwhile = {
      ...world.deps,
      users: {
        ...world.deps.users,
        async find(id: string) {
          const found = await find(id);
          if (id === leaving.userId && !changed) {
            changed = true;
            const to = { ...world.about(leaving, world.key()), rights: rights(['mediator'], ['nogales']) };
            await changeRights(world.deps, to, person('systems'));
          }
          return found;
        },
      },
    };
    await signReview(meanwhile, request(decided), director);
    expect(await world.find(leaving)).toMatchObject({ state: 'suspended', rights: rights([]) });
    expect(await world.inDirectory(leaving)).toEqual({ enabled: false, groups: [] });
  });

  it('whose removals a crash kept from the directory is signed, refused at the next call, and healed', async () => {
    const decided = await decide(review);
    world.around.before = async () => {
      throw new Error('killed');
    };
    await expect(signReview(world.deps, request(decided), director)).rejects.toThrow('killed');
    expect((await readReview(world.deps, quarter())).state).toBe('signed');
    expect((await world.standings.of(leaving.subject!))?.signedOutBefore).toBeGreaterThan(Date.now() / 1_000 + 3_600);
    world.around.before = async () => {};
    await world.heal();
    expect(await world.inDirectory(leaving)).toEqual({ enabled: false, groups: [] });
  });

  it('has the suspended in it while they would come back with rights', async () => {
    await suspendUser(world.deps, world.about(staying, world.key()), director);
    world.clock.set(`${year + 1}-04-02`);
    await openReview(world.deps);
    const next = await readReview(world.deps, `${year + 1}-Q1`);
    expect(next.entries.find(({ userId }) => userId === staying.userId)).toMatchObject({ suspended: true });
  });

  it('has in it whose change still waits for somebody, or for the directory, and no stranger who cannot come in', async () => {
    const { subject: stranger } = pool.users.keep({ ...pool.users.all()[0]!, enabled: false });
    const cashier = await world.ask({ idempotencyKey: world.key() });
    const approved = await approveUser(world.deps, world.about(cashier, world.key(), null), director);
    const wider = { ...world.about(approved, world.key()), rights: rights(['cashier', 'accountant'], ['nogales']) };
    await changeRights(world.deps, wider, person('systems'));
    world.around.before = async () => {
      throw new Error('out of reach');
    };
    const change = { ...world.about(staying, world.key()), rights: rights(['mediator'], ['nogales']) };
    await expect(changeRights(world.deps, change, person('systems'))).rejects.toThrow('out of reach');
    world.around.before = async () => {};
    world.clock.set(`${year + 1}-04-02`);
    await openReview(world.deps);
    const { entries, strangers } = await readReview(world.deps, `${year + 1}-Q1`);
    const had = new Map(entries.map((entry) => [entry.userId, entry.rights]));
    expect(had.get(cashier.userId)).toEqual(rights(['cashier'], ['nogales']));
    expect(had.get(staying.userId)).toEqual(rights(['mediator'], ['nogales']));
    expect(strangers.map(({ subject }) => subject)).not.toContain(stranger);
  });

  it('that nobody signs in time is told, from the day after', async () => {
    const overdue = async (day: string) => {
      world.logged.length = 0;
      world.clock.set(day);
      await openReview(world.deps);
      return world.logged.filter((line) => line.event === 'review-overdue' && line.quarter === quarter()).length;
    };
    expect([await overdue(review.dueOn), await overdue(`${year + 1}-02-10`)]).toEqual([0, 1]);
    expect(world.logged).toContainEqual(expect.objectContaining({ ReviewsOverdue: 1 }));
    await signReview(world.deps, request(await decide(review)), director);
    expect(await overdue(`${year + 1}-02-11`)).toBe(0);
  });
});
