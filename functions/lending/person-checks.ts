import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../shared/http/route.ts';
import { checkClabe } from '../../shared/identity/clabe.ts';
import { checkCurp } from '../../shared/identity/curp.ts';
import type { IdentityFault } from '../../shared/identity/identity-fault.ts';
import { checkRfc } from '../../shared/identity/rfc.ts';
import type { RefusalDetail } from '../../shared/refusals/refusal.ts';
import { MAY_OVERRIDE_CURP } from './roles-of-lending.ts';

/** The identity keys of a person as sent. */
interface PersonKeys {
  readonly curp: string | null;
  readonly curpOverride?: { readonly reason: string } | undefined;
  readonly rfc: string | null;
  readonly clabe?: string | null;
}

export interface PersonChecks {
  /** Any of these refuses the person. */
  readonly faults: readonly RefusalDetail[];
  /** Registered all the same; the answer carries them. */
  readonly warnings: readonly RefusalDetail[];
  /** What to keep about an accepted override; null when none was needed. */
  readonly curpOverride: { reason: string; by: string; on: CalendarDate } | null;
}

/**
 * CURP, RFC and CLABE of one person, all faults at once (domain-facts.md, consequence 28). `at` is the JSON pointer of
 * the person in the request ("" or "/cosigners/0"). An override of the CURP counts only from those who may give it.
 */
export function checkPerson(person: PersonKeys, at: string, caller: Caller, today: CalendarDate): PersonChecks {
  const mayOverride = caller.roles.some((role) => MAY_OVERRIDE_CURP.includes(role));
  const curpFaults = person.curp === null ? [] : checkCurp(person.curp, today);
  const overridable = curpFaults.filter((fault) => fault.severity === 'override');
  const overridden = overridable.length > 0 && mayOverride && person.curpOverride !== undefined;
  const all = [
    ...(overridden ? [] : overridable).map((fault) => detail(`${at}/curp`, withWayRound(fault))),
    ...ofSeverity(curpFaults, 'refuse', `${at}/curp`),
    ...(person.rfc === null ? [] : ofSeverity(checkRfc(person.rfc), 'refuse', `${at}/rfc`)),
    ...ofSeverity(typeof person.clabe === 'string' ? checkClabe(person.clabe) : [], 'refuse', `${at}/clabe`),
  ];
  return {
    faults: all,
    warnings: person.rfc === null ? [] : ofSeverity(checkRfc(person.rfc), 'warn', `${at}/rfc`),
    curpOverride:
      overridden && person.curpOverride !== undefined
        ? { reason: person.curpOverride.reason, by: caller.subject, on: today }
        : null,
  };
}

function ofSeverity(faults: readonly IdentityFault[], severity: IdentityFault['severity'], pointer: string) {
  return faults.filter((fault) => fault.severity === severity).map((fault) => detail(pointer, fault.message));
}

function withWayRound(fault: IdentityFault): string {
  return `${fault.message} Si el documento oficial la muestra así, la Coordinación de Cartera o Sistemas puede aceptarla indicando el motivo.`;
}

const detail = (pointer: string, message: string): RefusalDetail => ({ pointer, message });
