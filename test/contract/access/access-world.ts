import { randomUUID } from 'node:crypto';
import { createReviewStore } from '../../../functions/access/reviews/review-store.ts';
import type { Directory } from '../../../functions/access/users/directory.ts';
import { healUsers } from '../../../functions/access/users/heal-users.ts';
import { type NewUser, requestUser } from '../../../functions/access/users/request-user.ts';
import type { Rights } from '../../../functions/access/users/rights.ts';
import type { User } from '../../../functions/access/users/user.ts';
import { createUserStore } from '../../../functions/access/users/user-store.ts';
import { createAccessTrail } from '../../../shared/audit/access-trail.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { createStandings } from '../../../shared/http/standing.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { createMetrics } from '../../../shared/observability/metrics.ts';
import type { TestDynamo } from '../../support/dynamo.ts';
import { testClock } from '../../support/ledger.ts';
import type { LocalPool } from './local-pool.ts';

export const person = (role: Role, subject = `${role}-1`): Caller => ({
  ...{ subject, roles: [role], offices: 'all', correlationId: 'prueba' },
});

export const rights = (
  roles: Rights['roles'],
  offices: Rights['offices'] = [],
  portfolio: string | null = null,
): Rights => ({
  ...{ roles, offices, portfolio },
});

let people = 0;

/** The area on the real engine and the pool of this machine; its directory fails or waits where a test says. */
export function accessWorld(dynamo: TestDynamo, pool: LocalPool, today = '2026-11-20') {
  const { documents, tables } = dynamo;
  const logged: Record<string, unknown>[] = [];
  const quiet = { functionName: 'test', now: () => new Date(), write: (line: string) => logged.push(JSON.parse(line)) };
  /** Called before and after each call of the directory; may throw. */
  const around = { before: async (_call: string) => {}, after: async (_call: string) => {} };
  const directory = new Proxy(pool.directory, {
    get(target, name: keyof Directory) {
      const method = target[name];
      if (name === 'all') return method;
      return async (...given: unknown[]) => {
        await around.before(name);
        // biome-ignore lint/suspicious/noExplicitAny: any method of the port
        const result = await (method as any)(...given);
        await around.after(name);
        return result;
      };
    },
  });
  const clock = testClock(today);
  const deps = {
    clock,
    users: createUserStore(documents, tables.SYSTEM_TABLE, () => new Date()),
    reviews: createReviewStore(documents, tables.SYSTEM_TABLE),
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    trail: createAccessTrail(documents, tables.SYSTEM_TABLE),
    directory,
    log: createLog(quiet),
    metrics: createMetrics(quiet),
  };
  people += 1;
  const mark = `${Date.now().toString(36)}${people}`;
  return {
    deps,
    clock,
    logged,
    around,
    standings: createStandings(documents, tables.SYSTEM_TABLE),
    key: (): string => randomUUID(),
    ask: (changes: Partial<NewUser> = {}, who = person('systems')) =>
      requestUser(
        deps,
        {
          ...{ name: 'Rosa Peña', email: `rosa.${mark}@cartera.example`, rights: rights(['cashier'], ['nogales']) },
          ...{ reason: 'Entra el lunes a la caja', idempotencyKey: `ask-${mark}`, ...changes },
        },
        who,
      ),
    /** A request about a user as it stands. */
    about: (user: User, idempotencyKey: string, reason: string | null = 'Lo pidió su jefatura') => ({
      ...{ userId: user.userId, reason, idempotencyKey, ifMatch: etagOf(user) },
    }),
    find: async ({ userId }: User) => (await deps.users.find(userId))!,
    inDirectory: async (user: User) => {
      const found = pool.users.find(user.email);
      return found && { enabled: found.enabled, groups: found.groups.toSorted() };
    },
    heal: () => healUsers(deps),
  };
}

export type AccessWorld = ReturnType<typeof accessWorld>;
