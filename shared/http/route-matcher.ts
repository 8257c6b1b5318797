import type { Route } from './route.ts';

export interface RouteMatch {
  readonly route: Route;
  /** Values of the `{names}` in the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** "/v1/deposits/{depositId}" → ["depositId"]. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

/**
 * Finds the route of a request by method and path over the table, however the gateway routed it to this function.
 * A fixed segment wins over a `{name}`. Undefined when the table has none: deny by default.
 */
export function createRouteMatcher(routes: readonly Route[]): (method: string, path: string) => RouteMatch | undefined {
  const compiled = routes
    .map((route) => ({ route, segments: segmentsOf(route.path) }))
    .sort((a, b) => byText(specificity(a.segments), specificity(b.segments)));
  return (method, path) => {
    const given = segmentsOf(path);
    for (const { route, segments } of compiled) {
      const params = route.method === method ? matchSegments(segments, given) : undefined;
      if (params !== undefined) return { route, params };
    }
    return undefined;
  };
}

/** Plain order: a comparison by language would load its tables at every cold start. */
const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
const segmentsOf = (path: string): string[] => path.replace(/\/$/, '').split('/').slice(1);
const isParameter = (segment: string): boolean => segment.startsWith('{');
/** Sorts before another of the same length when its fixed segments come earlier. */
const specificity = (segments: readonly string[]): string =>
  segments.map((segment) => (isParameter(segment) ? '1' : '0')).join('');

function matchSegments(wanted: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = decoded(given[index] ?? '');
    if (value === undefined || value === '') return undefined;
    if (isParameter(segment)) params[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
