import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/http/route.ts';
import { OFFICES } from '../../../shared/institute/offices.ts';
import { ROLE_POSTS, ROLES, type Role } from '../../../shared/institute/posts.ts';
import {
  httpEvent,
  KEY,
  PAYMENT,
  PAYMENT_ID,
  personClaims,
  portalClaims,
  sampleApi,
  sampleRoutes,
} from './sample-api.ts';

const requests = sampleRoutes
  .filter((route) => route.operationId !== 'ping')
  .map((route) => ({
    route,
    request: {
      method: route.method,
      path: route.path.replace('{paymentId}', PAYMENT_ID),
      headers: { ...KEY, 'if-match': '"7"' },
      ...(route.operationId === 'takePayment' && { body: PAYMENT }),
      ...(route.operationId === 'renamePayment' && { body: { note: 'x' } }),
    },
  }));

const claimsOf = (role: Role, ...offices: string[]) =>
  ROLE_POSTS[role].kind === 'machine' ? portalClaims('cartera/read cartera/write') : personClaims(role, ...offices);

describe('who may call what', () => {
  it.each(requests)(
    '$route.operationId answers its posts in every office, and no other',
    async ({ route, request }) => {
      const { call } = sampleApi();
      const allowed: readonly Role[] = route.roles;
      for (const role of ROLES) {
        for (const office of OFFICES) {
          const { statusCode } = await call(httpEvent({ ...request, claims: claimsOf(role, office) }));
          expect([role, office, statusCode < 300]).toEqual([role, office, allowed.includes(role)]);
          if (!allowed.includes(role)) expect(statusCode).toBe(403);
        }
      }
    },
  );

  it.each(requests)('$route.operationId refuses who has no token, no role or an unknown one', async ({ request }) => {
    const { call } = sampleApi();
    expect((await call(httpEvent(request))).statusCode).toBe(401);
    const access = { sub: 'a', token_use: 'access' };
    for (const claims of [access, personClaims('boss'), { ...access, 'cognito:groups': 'role:cashier-extra' }]) {
      expect((await call(httpEvent({ ...request, claims }))).statusCode).toBe(403);
    }
  });

  it.each(requests)('$route.operationId takes no token that gives no access', async ({ request }) => {
    const { call } = sampleApi();
    const director = personClaims('director');
    const { sub: _sub, ...nobody } = director;
    const { token_use: _use, ...unsaid } = director;
    for (const claims of [{}, { ...director, token_use: 'id' }, nobody, unsaid]) {
      expect((await call(httpEvent({ ...request, claims }))).statusCode).toBe(401);
    }
  });

  it('the role portal is not to be had by a group', async () => {
    const { call } = sampleApi();
    const reply = await call(httpEvent({ path: '/v1/payments', claims: personClaims('portal') }));
    expect(JSON.parse(reply.body).code).toBe('role-not-allowed');
  });

  it('a person does not become the portal by a scope', async () => {
    const { call } = sampleApi();
    const claims = { sub: 'a', username: 'a', token_use: 'access', scope: 'openid cartera/read' };
    expect((await call(httpEvent({ path: '/v1/payments', claims }))).statusCode).toBe(403);
    const { username: _username, ...nameless } = personClaims('mediator', 'nogales');
    const grouped = { ...nameless, scope: 'cartera/read' };
    expect((await call(httpEvent({ path: '/v1/payments', claims: grouped }))).statusCode).toBe(403);
  });

  it('the portal needs the scope of the method', async () => {
    const { call } = sampleApi();
    const read = portalClaims('cartera/read');
    expect((await call(httpEvent({ path: '/v1/payments', claims: read }))).statusCode).toBe(200);
    const reply = await call(
      httpEvent({ method: 'POST', path: '/v1/payments', body: PAYMENT, headers: KEY, claims: read }),
    );
    expect(JSON.parse(reply.body)).toMatchObject({ status: 403, code: 'scope-not-allowed' });
    expect((await call(httpEvent({ path: '/v1/payments', claims: portalClaims('other/read') }))).statusCode).toBe(403);
  });
});

describe('which offices a caller sees', () => {
  const officesOf = async (claims: Record<string, unknown>, path = '/v1/payments') => {
    let seen: Caller | undefined;
    const reply = await sampleApi({ visit: (caller) => (seen = caller) }).call(httpEvent({ path, claims }));
    return seen?.offices ?? JSON.parse(reply.body).code;
  };

  it('an office-bound post sees its own, one or more', async () => {
    expect(await officesOf(personClaims('cashier', 'obregon'))).toEqual(['obregon']);
    expect(await officesOf(personClaims('cashier', 'nogales', 'hermosillo'))).toEqual(['hermosillo', 'nogales']);
  });

  it('an office-bound post without a known office is refused', async () => {
    expect(await officesOf(personClaims('cashier'))).toBe('role-not-allowed');
    expect(await officesOf(personClaims('cashier', 'guaymas'))).toBe('role-not-allowed');
  });

  it('central posts and the portal see all, an external lawyer none by office', async () => {
    expect(await officesOf(personClaims('auditor'))).toBe('all');
    expect(await officesOf(portalClaims('cartera/read'))).toBe('all');
    expect(await officesOf(personClaims('external-lawyer', 'nogales'))).toEqual([]);
  });

  it('only the roles that the route admits widen the reach', async () => {
    const both = { ...personClaims('cashier'), 'cognito:groups': ['role:cashier', 'role:director', 'office:nogales'] };
    expect(await officesOf(both)).toEqual(['nogales']);
    expect(await officesOf({ ...both, 'cognito:groups': '[role:cashier, role:auditor, office:nogales]' })).toBe('all');
  });

  it('every role has its post', () => {
    expect(Object.keys(ROLE_POSTS).toSorted()).toEqual([...ROLES].toSorted());
    expect(ROLES.filter((role) => ROLE_POSTS[role].reach === 'own-offices')).toEqual([
      'cashier',
      'custodian',
      'collector',
      'mediator',
      'attention-desk',
    ]);
  });
});
