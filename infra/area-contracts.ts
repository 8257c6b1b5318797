import { existsSync, globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { RefusalRules } from '../shared/http/refusal-catalogue.ts';
import type { Route } from '../shared/http/route.ts';
import { AREAS, type Area } from './areas.ts';
import type { FunctionDefinition } from './functions/function-definition.ts';

export interface AreaRoute {
  readonly area: Area;
  readonly route: Route;
}

/**
 * What infra may take from an area: its route table (`routes.ts`) and the environment schemas of its functions
 * (`environment.ts`), and from every room its refusals (`…refusals.ts`), all of it data. They are loaded by name, so that one
 * area that does not compile yet does not keep the others from being synthesized; what is missing is returned and
 * printed, never guessed.
 */
export interface AreaContracts {
  readonly routes: readonly AreaRoute[];
  /** Variables that each function demands, by function name; absent while its schema does not exist. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
  /** Of every room of functions/ and shared/ that has some (`…refusals.ts`), whichever area its routes are of. */
  readonly refusals: readonly RefusalRules[];
  readonly missing: readonly string[];
}

const routesModule = z.looseObject({ routes: z.array(z.custom<Route>((value) => isRoute(value))) });
const refusing = z.custom<{ rules: RefusalRules }>((value) => typeof value === 'function' && 'rules' in value);
/** Those that any route may answer: the catalogue has them already (shared/http/refusal-catalogue.ts). */
const ANY_ROUTE = /(^|\/)(shared|http)-refusals\.ts$/;
const environmentModule = z.record(z.string(), z.unknown());

function isRoute(value: unknown): boolean {
  return z
    .looseObject({
      operationId: z.string(),
      method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
      path: z.string().startsWith('/'),
      servedBy: z.enum(['api', 'desk', 'page', 'reports', 'render']),
      roles: z.union([z.literal('public'), z.array(z.string()).nonempty()]),
    })
    .safeParse(value).success;
}

async function moduleAt(path: string): Promise<unknown> {
  const url = new URL(`../${path}`, import.meta.url);
  return existsSync(fileURLToPath(url)) ? await import(url.href) : undefined;
}

/** Loads every route table and environment schema. Throws when one exists but is not what was agreed. */
export async function loadAreaContracts(functions: readonly FunctionDefinition[]): Promise<AreaContracts> {
  const routes: AreaRoute[] = [];
  const variables: Record<string, readonly string[]> = {};
  const missing: string[] = [];
  for (const area of AREAS) {
    const routesPath = `functions/${area}/routes.ts`;
    const loadedRoutes = await moduleAt(routesPath);
    const isHttp = functions.some(
      ({ area: of, triggers }) => of === area && triggers.some(({ type }) => type === 'http'),
    );
    if (loadedRoutes === undefined) missing.push(...(isHttp ? [routesPath] : []));
    else routes.push(...routesModule.parse({ ...Object(loadedRoutes) }).routes.map((route) => ({ area, route })));

    const environmentPath = `functions/${area}/environment.ts`;
    const loadedEnvironment = await moduleAt(environmentPath);
    const schemas = environmentModule.parse({ ...Object(loadedEnvironment) });
    for (const definition of functions.filter((candidate) => candidate.area === area)) {
      const schema = schemas[definition.environmentSchema];
      if (schema instanceof z.ZodObject) variables[definition.name] = Object.keys(schema.shape);
      else missing.push(`${environmentPath} export ${definition.environmentSchema}`);
    }
  }
  return { routes, variables, refusals: await loadRefusals(), missing };
}

/** `refuse…` of every file of refusals, in the order of their paths. */
async function loadRefusals(): Promise<readonly RefusalRules[]> {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const files = globSync('{functions,shared}/**/*refusals.ts', { cwd: root }).filter((file) => !ANY_ROUTE.test(file));
  const modules = await Promise.all(files.toSorted().map((file) => moduleAt(file)));
  return modules.flatMap((loaded) =>
    Object.values(Object(loaded)).flatMap((value) => {
      const read = refusing.safeParse(value);
      return read.success ? [read.data.rules] : [];
    }),
  );
}
