import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  approveUser,
  changeRights,
  reinstateUser,
  rejectUser,
  resetUser,
  signOutUser,
  suspendUser,
} from '../../../functions/access/users/change-user.ts';
import { DirectoryRefused } from '../../../functions/access/users/directory.ts';
import type { User } from '../../../functions/access/users/user.ts';
import { FOR_GOOD } from '../../../shared/http/standing.ts';
import { ROLE_POSTS, ROLES } from '../../../shared/institute/posts.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { type AccessWorld, accessWorld, person, rights } from './access-world.ts';
import { type LocalPool, startLocalPool } from './local-pool.ts';

let dynamo: TestDynamo;
let pool: LocalPool;
let world: AccessWorld;
beforeAll(async () => {
  [dynamo, pool] = await Promise.all([startTestDynamo(), startLocalPool()]);
});
afterAll(() => Promise.all([dynamo.stop(), pool.stop()]));
beforeEach(() => {
  world = accessWorld(dynamo, pool);
});

const director = person('director');
const systems = person('systems');
const CASHIER = { enabled: true, groups: ['office:nogales', 'role:cashier'] };

async function approved(): Promise<User> {
  const user = await world.ask();
  return approveUser(world.deps, world.about(user, world.key(), null), director);
}
const stepsOf = ({ history }: User) => history.map(({ step }) => step);
/** What a token issued now, or a minute ago, meets. */
const admits = async ({ subject }: User, issued = Date.now() / 1_000 + 2) =>
  issued >= ((await world.standings.of(subject!))?.signedOutBefore ?? 0);

describe('a new user', () => {
  it('whose post moves money waits for another person, and the directory does not know them before', async () => {
    const asked = await world.ask();
    expect(asked).toMatchObject({ state: 'requested', rights: rights([]), wanted: rights(['cashier'], ['nogales']) });
    expect(await world.inDirectory(asked)).toBeUndefined();
    const user = await approveUser(world.deps, world.about(asked, world.key(), null), director);
    expect(user).toMatchObject({ state: 'active', rights: rights(['cashier'], ['nogales']), wanted: null });
    expect(stepsOf(user)).toEqual(['request', 'approve', 'applied']);
    expect(await world.inDirectory(user)).toEqual(CASHIER);
    expect(pool.users.find(user.email)?.subject).toBe(user.subject);
  });

  it('whose post moves none is in at once', async () => {
    const user = await world.ask({ rights: rights(['auditor']) });
    expect([user.state, await world.inDirectory(user)]).toEqual([
      'active',
      { enabled: true, groups: ['role:auditor'] },
    ]);
  });

  it('asked for again with the same key is the same; with another person or other data it is refused', async () => {
    const asked = await world.ask();
    expect(await world.ask()).toEqual(asked);
    await expect(world.ask({ name: 'Otra persona' })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    await expect(world.ask({ email: `x${asked.email}` })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    const again = world.ask({ email: asked.email.toUpperCase(), idempotencyKey: world.key() });
    await expect(again).rejects.toMatchObject({ code: 'user-already-exists' });
  });

  it('asked for twice at once is one', async () => {
    const ask = () => world.ask({ rights: rights(['auditor']) });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second!.userId).toBe(first!.userId);
    expect(stepsOf(await world.find(first!)).filter((step) => step === 'create')).toHaveLength(1);
    expect(pool.users.all().filter(({ email }) => email === first!.email)).toHaveLength(1);
  });

  it('asked for at once by two people is the first one’s; the other is told, and not answered with it', async () => {
    const other = { idempotencyKey: world.key(), rights: rights(['systems']) };
    const ends = await Promise.allSettled([world.ask(), world.ask(other, person('systems', 'systems-2'))]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = ends.find((end) => end.status === 'rejected')?.reason;
    expect(refused).toMatchObject({ code: 'user-already-exists' });
  });

  it('that was rejected has nothing, and may be asked for anew', async () => {
    const asked = await world.ask();
    const no = await rejectUser(world.deps, world.about(asked, world.key()), director);
    expect([no.state, no.wanted, await world.inDirectory(no)]).toEqual(['rejected', null, undefined]);
    const anew = await world.ask({ idempotencyKey: world.key(), rights: rights(['auditor']) });
    expect([anew.userId, anew.state]).toEqual([asked.userId, 'active']);
  });

  it.each([
    ['a cashier without an office', rights(['cashier']), 'offices'],
    ['a director with an office', rights(['director'], ['nogales']), 'offices'],
    ['a lawyer without cases', rights(['external-lawyer']), 'portfolio'],
    ['an auditor with cases', rights(['auditor'], [], 'Despacho 1'), 'portfolio'],
  ])('as %s is refused and leaves nothing', async (_who, wrong, field) => {
    await expect(world.ask({ rights: wrong })).rejects.toMatchObject({
      code: 'rights-refused',
      details: [expect.objectContaining({ pointer: `/${field}` })],
    });
    expect(await world.ask()).toMatchObject({ state: 'requested' });
  });

  it('whose address the directory never takes waits for a decision again', async () => {
    const asked = await world.ask();
    world.around.before = async (call) => {
      if (call === 'ensure') throw new DirectoryRefused('no address');
    };
    const approve = () => approveUser(world.deps, world.about(asked, 'approve-it'), director);
    await expect(approve()).rejects.toMatchObject({ code: 'directory-refused' });
    expect(await world.find(asked)).toMatchObject({ state: 'requested', subject: null });
    world.around.before = async () => {};
    expect(await approve()).toMatchObject({ state: 'active' });
  });
});

describe('four eyes', () => {
  it('nobody approves what they asked for, though they hold both posts', async () => {
    const both = { ...systems, roles: ['systems', 'director'] as const };
    const asked = await world.ask({}, both);
    const own = approveUser(world.deps, world.about(asked, world.key(), null), both);
    await expect(own).rejects.toMatchObject({ code: 'same-person' });
    expect(await world.find(asked)).toEqual(asked);
  });

  it('nobody approves the change that they asked for, though they hold both posts', async () => {
    const both = { ...systems, roles: ['systems', 'director'] as const };
    const user = await approved();
    const wider = rights(['cashier'], ['nogales', 'obregon']);
    const asked = await changeRights(world.deps, { ...world.about(user, world.key()), rights: wider }, both);
    for (const decide of [approveUser, rejectUser])
      await expect(decide(world.deps, world.about(asked, world.key()), both)).rejects.toMatchObject({
        code: 'same-person',
      });
    expect(await world.find(user)).toEqual(asked);
    expect(await world.inDirectory(user)).toEqual(CASHIER);
  });

  it('a change that was approved is not made anew when it, or its approval, is sent again', async () => {
    const user = await approved();
    const wider = { ...world.about(user, world.key()), rights: rights(['cashier'], ['nogales', 'obregon']) };
    const asked = await changeRights(world.deps, wider, systems);
    const approve = () => approveUser(world.deps, world.about(asked, 'approve-change'), director);
    const given = await approve();
    expect(await approve()).toEqual(given);
    expect(await changeRights(world.deps, wider, systems)).toEqual(given);
    expect(await world.find(user)).toEqual(given);
  });

  it('nobody touches their own record', async () => {
    const user = await approved();
    const self = person('systems', user.subject!);
    for (const change of [suspendUser, resetUser, signOutUser])
      await expect(change(world.deps, world.about(user, world.key()), self)).rejects.toMatchObject({
        code: 'same-person',
      });
    expect(await world.find(user)).toEqual(user);
  });

  it('of two approvals at once one counts, and the directory has one person', async () => {
    const asked = await world.ask();
    const ends = await Promise.allSettled(
      ['director-1', 'director-2'].map((subject) =>
        approveUser(world.deps, world.about(asked, world.key(), null), person('director', subject)),
      ),
    );
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find((end) => end.status === 'rejected')?.reason).toMatchObject({ code: 'version-changed' });
    const user = await world.find(asked);
    expect(stepsOf(user)).toEqual(['request', 'approve', 'applied']);
    expect(pool.users.all().filter(({ email }) => email === user.email)).toHaveLength(1);
  });

  it('an approval sent again, also at once, is the same', async () => {
    const asked = await world.ask();
    const approve = () => approveUser(world.deps, world.about(asked, 'twice'), director);
    await Promise.all([approve(), approve()]);
    expect(stepsOf(await approve())).toEqual(['request', 'approve', 'applied']);
    const other = rejectUser(world.deps, world.about(asked, 'twice'), director);
    await expect(other).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('more rights for a post that moves money wait; fewer, or others that move none, do not', async () => {
    const user = await approved();
    const change = async (to: ReturnType<typeof rights>) =>
      changeRights(world.deps, { ...world.about(await world.find(user), world.key()), rights: to }, systems);
    const wider = await change(rights(['cashier'], ['nogales', 'obregon']));
    expect([wider.state, await world.inDirectory(user)]).toEqual(['change-requested', CASHIER]);
    const refused = await rejectUser(world.deps, world.about(wider, world.key()), director);
    expect(refused).toMatchObject({ state: 'active', rights: rights(['cashier'], ['nogales']), wanted: null });
    await change(rights(['cashier', 'accountant'], ['nogales']));
    const given = await approveUser(world.deps, world.about(await world.find(user), world.key(), null), director);
    expect(given).toMatchObject({ state: 'active', rights: rights(['cashier', 'accountant'], ['nogales']) });
    await change(rights(['mediator'], ['hermosillo']));
    expect(await world.inDirectory(user)).toEqual({ enabled: true, groups: ['office:hermosillo', 'role:mediator'] });
  });

  it('waits for each post that moves money or gives rights, the director among them, and for no other', async () => {
    const waits: string[] = [];
    for (const role of ROLES.filter((one) => ROLE_POSTS[one].kind === 'person')) {
      const { reach } = ROLE_POSTS[role];
      const offices = reach === 'own-offices' ? (['nogales'] as const) : [];
      const asked = await world.ask({
        rights: rights([role], [...offices], reach === 'own-portfolio' ? 'Despacho 1' : null),
        ...{ email: `${role}.${world.key()}@cartera.example`, idempotencyKey: world.key() },
      });
      if (asked.state === 'requested') waits.push(role);
    }
    expect(waits.toSorted()).toEqual(
      ['accountant', 'cashier', 'director', 'portfolio-coordinator', 'recovery-technician', 'systems'].toSorted(),
    );
  });

  it('a change ends the tokens of before, and those refreshed while it was on its way: they carry the old groups', async () => {
    const user = await approved();
    let refreshedAt = 0;
    world.around.before = async (call) => {
      if (call !== 'setGroups') return;
      expect(await admits(user, Date.now() / 1_000 - 1)).toBe(false);
      await sleep(1_100);
      refreshedAt = Date.now() / 1_000;
      expect(await admits(user, refreshedAt)).toBe(true);
    };
    await changeRights(world.deps, { ...world.about(user, world.key()), rights: rights(['auditor']) }, systems);
    expect([await admits(user, refreshedAt), await admits(user)]).toEqual([false, true]);
  });

  it('a change on a version that is not the last is refused', async () => {
    const user = await approved();
    await signOutUser(world.deps, world.about(user, world.key()), systems);
    const late = changeRights(world.deps, { ...world.about(user, world.key()), rights: rights(['auditor']) }, systems);
    await expect(late).rejects.toMatchObject({ code: 'version-changed' });
  });
});

describe('a suspension', () => {
  it('counts at once, drops what was asked for, and reaches the directory', async () => {
    const user = await approved();
    const wide = rights(['cashier'], ['nogales', 'obregon']);
    await changeRights(world.deps, { ...world.about(user, world.key()), rights: wide }, systems);
    expect(await admits(user)).toBe(true);
    const request = { ...world.about(user, world.key()), ifMatch: undefined };
    const out = await suspendUser(world.deps, request, systems);
    expect(out).toMatchObject({ state: 'suspended', enabled: false, wanted: null, rights: user.rights });
    expect([await admits(user), await world.standings.of(user.subject!)]).toEqual([
      false,
      { name: user.name, signedOutBefore: FOR_GOOD },
    ]);
    expect(await admits(user, Date.parse('2200-01-01') / 1_000)).toBe(false);
    expect(await world.inDirectory(user)).toEqual({ ...CASHIER, enabled: false });
    expect(pool.users.find(user.email)?.signedOutAt).toBeGreaterThan(0);
  });

  it('counts although the directory is out of reach', async () => {
    const user = await approved();
    world.around.before = async () => {
      throw new Error('out of reach');
    };
    const suspending = suspendUser(world.deps, world.about(user, world.key()), systems);
    await expect(suspending).rejects.toThrow('out of reach');
    expect([await admits(user), (await world.find(user)).state]).toEqual([false, 'applying']);
    await expect(world.heal()).rejects.toThrow('could not be finished');
    world.around.before = async () => {};
    await world.heal();
    expect((await world.find(user)).state).toBe('suspended');
    expect((await world.inDirectory(user))?.enabled).toBe(false);
  });

  it('closes the door first, although the groups cannot be changed', async () => {
    const user = await approved();
    world.around.before = async (call) => {
      if (call === 'setGroups') throw new Error('no such group');
    };
    const suspending = suspendUser(world.deps, world.about(user, world.key()), systems);
    await expect(suspending).rejects.toThrow('no such group');
    expect((await world.inDirectory(user))?.enabled).toBe(false);
  });

  it('of a person whom the directory does not know yet is for good from their first day in it', async () => {
    const asked = await world.ask();
    world.around.before = async () => {
      throw new Error('out of reach');
    };
    await expect(approveUser(world.deps, world.about(asked, world.key(), null), director)).rejects.toThrow();
    const suspending = suspendUser(world.deps, world.about(await world.find(asked), world.key()), systems);
    await expect(suspending).rejects.toThrow('out of reach');
    world.around.before = async () => {};
    await world.heal();
    const user = await world.find(asked);
    expect([user.state, (await world.inDirectory(user))?.enabled, await admits(user)]).toEqual([
      'suspended',
      false,
      false,
    ]);
  });

  it('that is lifted opens the door last, when groups and sessions are those of now', async () => {
    const user = await approved();
    const out = await suspendUser(world.deps, world.about(user, world.key()), director);
    const calls: string[] = [];
    world.around.before = async (call) => void calls.push(call);
    await reinstateUser(world.deps, world.about(out, world.key()), person('director', 'director-2'));
    expect(calls).toEqual(['setGroups', 'signOut', 'setEnabled']);
  });

  it('is lifted by another person; tokens of before stay refused and later ones are good', async () => {
    const user = await approved();
    const out = await suspendUser(world.deps, world.about(user, world.key()), director);
    const back = (by: string) => reinstateUser(world.deps, world.about(out, world.key()), person('director', by));
    await expect(back(director.subject)).rejects.toMatchObject({ code: 'same-person' });
    expect(await back('director-2')).toMatchObject({ state: 'active', enabled: true });
    expect([await admits(user, Date.now() / 1_000 - 1), await admits(user)]).toEqual([false, true]);
    expect(await world.inDirectory(user)).toEqual(CASHIER);
  });

  it('that comes while another change is on its way to the directory has the last word', async () => {
    const user = await approved();
    let suspended: Promise<User> | undefined;
    world.around.before = async (call) => {
      if (call !== 'setEnabled' || suspended !== undefined) return;
      // The change is about to open the door: the suspension runs to its end first.
      suspended = suspendUser(accessAgain(), { ...world.about(user, world.key()), ifMatch: undefined }, director);
      await suspended;
    };
    await changeRights(
      world.deps,
      { ...world.about(user, world.key()), rights: rights(['mediator'], ['nogales']) },
      systems,
    );
    expect((await suspended)?.state).toBe('suspended');
    expect(await world.find(user)).toMatchObject({ state: 'suspended', enabled: false });
    expect((await world.inDirectory(user))?.enabled).toBe(false);
  });

  /** The area as another request has it: its directory waits for nobody. */
  const accessAgain = () => ({ ...world.deps, directory: pool.directory });

  it('leaves nothing that waits for the person: what they asked for another may decide, what they would decide too', async () => {
    const asker = await approved();
    const asked = await world.ask(
      { email: `otra.${asker.email}`, idempotencyKey: world.key() },
      person('systems', asker.subject!),
    );
    await suspendUser(world.deps, world.about(asker, world.key()), director);
    expect(JSON.stringify({ ...asked, history: [] })).not.toContain(asker.subject);
    expect(
      await approveUser(world.deps, world.about(asked, world.key(), null), person('portfolio-coordinator')),
    ).toMatchObject({ state: 'active' });
  });
});

describe('a crash between the record and the directory', () => {
  const CALLS = ['ensure', 'setGroups', 'signOut', 'setEnabled'];
  it.each(CALLS.flatMap((call) => [['before', call] as const, ['after', call] as const]))(
    '%s %s is healed, once',
    async (when, call) => {
      const asked = await world.ask();
      world.around[when] = async (name) => {
        if (name === call) throw new Error('killed');
      };
      const approving = approveUser(world.deps, world.about(asked, world.key(), null), director);
      await expect(approving).rejects.toThrow('killed');
      expect((await world.find(asked)).state).toBe('applying');
      world.around[when] = async () => {};
      expect([await world.heal(), await world.heal()]).toEqual([1, 0]);
      const user = await world.find(asked);
      expect([stepsOf(user), await world.inDirectory(user)]).toEqual([['request', 'approve', 'applied'], CASHIER]);
      expect(pool.users.all().filter(({ email }) => email === user.email)).toHaveLength(1);
    },
  );
});

describe('a reset and a sign-out', () => {
  it.each([
    ['reset', resetUser, 'RESET_REQUIRED'],
    ['sign-out', signOutUser, 'CONFIRMED'],
  ] as const)('%s ends the sessions of before, and the person may come back', async (step, change, status) => {
    const user = await approved();
    pool.users.keep({ ...pool.users.find(user.email)!, status: 'CONFIRMED' });
    const done = await change(world.deps, world.about(user, world.key()), systems);
    expect([done.state, stepsOf(done).slice(-2)]).toEqual(['active', [step, 'applied']]);
    expect(pool.users.find(user.email)).toMatchObject({ status, enabled: true });
    expect([await admits(user, Date.now() / 1_000 - 1), await admits(user)]).toEqual([false, true]);
  });

  it('a sign-out after a reset asks for no new password', async () => {
    const user = await approved();
    const confirmed = () => pool.users.keep({ ...pool.users.find(user.email)!, status: 'CONFIRMED' });
    confirmed();
    const reset = await resetUser(world.deps, world.about(user, world.key()), systems);
    confirmed();
    await signOutUser(world.deps, world.about(reset, world.key()), systems);
    expect(pool.users.find(user.email)).toMatchObject({ status: 'CONFIRMED' });
  });
});
