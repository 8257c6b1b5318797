import { expect, it } from 'vitest';
import { type AreaRoute, loadAreaContracts } from '../../infra/area-contracts.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import type { Route } from '../../shared/http/route.ts';
import { ROLE_POSTS, ROLES, type Role } from '../../shared/institute/posts.ts';

const HEAD = `# Quién puede qué

Hecho del código (las tablas de rutas de cada área) con \`npx vitest run test/infra/who-may-what.test.ts -u\`. Una ruta que no nombra a
un puesto le responde 403; un registro de otra oficina, 404. **K**: mueve dinero o derechos y lleva clave de operación.
`;

const REACHES = {
  'all-offices': 'todas las oficinas',
  'own-offices': 'sus oficinas',
  'own-portfolio': 'su cartera',
} as const;

const postsOf = ({ roles }: Route): string =>
  roles === 'public' ? 'cualquiera, sin sesión' : roles.map((role) => ROLE_POSTS[role].name).join(', ');

const row = ({ route }: AreaRoute): string =>
  `| \`${route.method} ${route.path}\` | ${route.summary} | ${route.idempotent ? 'K' : ''} | ${postsOf(route)} |`;

const admits = ({ route }: AreaRoute, role: Role): boolean => route.roles !== 'public' && route.roles.includes(role);

it('who may what stands as the routes say', async () => {
  const { routes } = await loadAreaContracts(FUNCTIONS);
  const tags = [...new Set(routes.map(({ route }) => route.tag))];
  const posts = ROLES.map((role) => {
    const own = routes.filter((one) => admits(one, role));
    const writes = own.filter(({ route }) => route.method !== 'GET');
    const { name, reach } = ROLE_POSTS[role];
    return `| ${name} | \`${role}\` | ${REACHES[reach]} | ${own.length - writes.length} | ${writes.map(({ route }) => route.summary).join('; ')} |`;
  });
  const text = [
    HEAD,
    '## Por puesto',
    '',
    '| puesto | rol | alcance | consultas | lo que registra o decide |',
    '| --- | --- | --- | --- | --- |',
    ...posts,
    ...tags.flatMap((tag) => [
      '',
      `## ${tag}`,
      '',
      '| ruta | qué hace | | quién |',
      '| --- | --- | --- | --- |',
      ...routes.filter(({ route }) => route.tag === tag).map(row),
    ]),
    '',
  ].join('\n');
  await expect(text).toMatchFileSnapshot('../../docs/who-may-what.md');
});
