import { AREAS, type Area } from './areas.ts';
import { ACCESS_FUNCTIONS } from './functions/access.ts';
import { AGREEMENTS_FUNCTIONS } from './functions/agreements.ts';
import { CUSTODY_FUNCTIONS } from './functions/custody.ts';
import type { AreaFunction, FunctionDefinition } from './functions/function-definition.ts';
import { INVOICING_FUNCTIONS } from './functions/invoicing.ts';
import { LENDING_FUNCTIONS } from './functions/lending.ts';
import { RECOVERY_FUNCTIONS } from './functions/recovery.ts';
import { REFERENCE_FUNCTIONS } from './functions/reference.ts';
import { STATEMENTS_FUNCTIONS } from './functions/statements.ts';
import { SYSTEM_FUNCTIONS } from './functions/system.ts';

const BY_AREA: Readonly<Record<Area, readonly AreaFunction[]>> = {
  access: ACCESS_FUNCTIONS,
  agreements: AGREEMENTS_FUNCTIONS,
  custody: CUSTODY_FUNCTIONS,
  invoicing: INVOICING_FUNCTIONS,
  lending: LENDING_FUNCTIONS,
  recovery: RECOVERY_FUNCTIONS,
  reference: REFERENCE_FUNCTIONS,
  statements: STATEMENTS_FUNCTIONS,
  system: SYSTEM_FUNCTIONS,
};

/** Every function of Cartera. Bundles, stacks, permissions, alarms and tests read this list. */
export const FUNCTIONS: readonly FunctionDefinition[] = AREAS.flatMap((area) =>
  BY_AREA[area].map((definition) => ({ ...definition, area })),
);

/** The function that does each task of shared/jobs. */
export const JOB_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = Object.fromEntries(
  FUNCTIONS.flatMap((definition) =>
    definition.triggers.flatMap((trigger) => (trigger.type === 'job' ? [[trigger.task, definition]] : [])),
  ),
);

/** The function of that name. Throws when there is none: a typo must not pass silently. */
export function functionNamed(name: string): FunctionDefinition {
  const found = FUNCTIONS.find((definition) => definition.name === name);
  if (found === undefined) throw new Error(`no function is called "${name}" in infra/functions.ts`);
  return found;
}
