import type { Office } from '../institute/offices.ts';
import { refuse } from '../refusals/shared-refusals.ts';
import type { Caller } from './route.ts';

/** Whether the caller may see records of an office. */
export function sees(caller: Caller, office: Office): boolean {
  return caller.offices === 'all' || caller.offices.includes(office);
}

/**
 * The record when it exists and the caller may see its office; else throws `not-found`: what is out of scope answers
 * as if it did not exist. `what` is Spanish with its article ("El expediente").
 */
export function inScope<T extends { readonly office: Office }>(caller: Caller, record: T | undefined, what: string): T {
  if (record === undefined || !sees(caller, record.office)) {
    throw refuse('not-found', `${what} no existe o no pertenece a su oficina.`);
  }
  return record;
}

/**
 * The offices to which a list is narrowed: the one that is asked for, or all that the caller sees; undefined: every one.
 * Throws `not-found` of one out of scope.
 */
export function officesOf(caller: Caller, asked?: Office): readonly Office[] | undefined {
  if (asked !== undefined) return [inScope(caller, { office: asked }, 'La oficina').office];
  return caller.offices === 'all' ? undefined : caller.offices;
}
