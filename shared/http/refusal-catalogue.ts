import type { RefusalRule } from '../refusals/refusal.ts';
import { refuse } from '../refusals/shared-refusals.ts';
import { INTERNAL_ERROR, refuseHttp } from './http-refusals.ts';

export type RefusalRules = Readonly<Record<string, RefusalRule>>;

/** Codes that any route may answer, whatever its area. */
export const SHARED_RULES: readonly RefusalRules[] = [refuse.rules, refuseHttp.rules];

/**
 * All codes of the API by name. Throws when two rooms give one code: a code means one thing, for whoever programs
 * against the API.
 */
export function refusalCatalogue(areaRules: readonly RefusalRules[]): ReadonlyMap<string, RefusalRule> {
  const catalogue = new Map<string, RefusalRule>();
  for (const [code, rule] of [...SHARED_RULES, ...areaRules].flatMap((rules) => Object.entries(rules))) {
    if (catalogue.has(code) || code === INTERNAL_ERROR.code) throw new Error(`refusal code given twice: ${code}`);
    catalogue.set(code, rule);
  }
  return catalogue;
}
