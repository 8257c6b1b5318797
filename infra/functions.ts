import { API_FUNCTIONS } from './functions/api-functions.ts';
import { EVENT_FUNCTIONS } from './functions/event-functions.ts';
import type { FunctionDefinition } from './functions/function-definition.ts';
import { SCHEDULE_FUNCTIONS } from './functions/schedule-functions.ts';

/** Every function of Cartera. Bundles, stacks, permissions, alarms and tests read this list. */
export const FUNCTIONS: readonly FunctionDefinition[] = [...API_FUNCTIONS, ...EVENT_FUNCTIONS, ...SCHEDULE_FUNCTIONS];

/** The function of that name. Throws when there is none: a typo must not pass silently. */
export function functionNamed(name: string): FunctionDefinition {
  const found = FUNCTIONS.find((definition) => definition.name === name);
  if (found === undefined) throw new Error(`no function is called "${name}" in infra/functions.ts`);
  return found;
}
