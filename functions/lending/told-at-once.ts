import * as z from 'zod';
import { checkClabe } from '../../shared/identity/clabe.ts';
import { checkCurp } from '../../shared/identity/curp.ts';
import type { IdentityFault } from '../../shared/identity/identity-fault.ts';
import { checkRfc } from '../../shared/identity/rfc.ts';

const KEYS: Readonly<Record<string, (key: string) => readonly IdentityFault[]>> = {
  curp: (curp) => checkCurp(curp),
  rfc: checkRfc,
  clabe: checkClabe,
};

/**
 * The same schema, which tells what is wrong with CURP, RFC and CLABE together with what is wrong in shape: a clerk
 * corrects a form once. When the shape is right it adds nothing, and person-checks.ts decides, which knows who asks and
 * what day it is. `except` names keys that may stay as they are.
 */
export function toldAtOnce<Schema extends z.ZodType>(schema: Schema, except: readonly string[] = []): Schema {
  return schema.superRefine(
    (body, context) => {
      const told = new Set(context.issues.map(({ path }) => path?.join('/')));
      for (const { path, message } of keyFaultsOf(body, except))
        if (!told.has(path.join('/'))) context.addIssue({ code: 'custom', path, message });
    },
    { when: ({ issues }) => issues.length > 0 },
  );
}

interface KeyFault {
  readonly path: PropertyKey[];
  readonly message: string;
}

/** Faults of a person and of the cosigners beside it, in whatever came. */
function keyFaultsOf(body: unknown, except: readonly string[]): KeyFault[] {
  const read = z.looseObject({ cosigners: z.array(z.unknown()).catch([]) }).safeParse(body).data;
  if (read === undefined) return [];
  const { cosigners, ...person } = read;
  const excused = 'curpOverride' in person && person.curpOverride !== undefined;
  const own = Object.entries(KEYS).flatMap(([key, check]) => {
    const given = person[key];
    if (typeof given !== 'string' || except.includes(key)) return [];
    return check(given)
      .filter(({ severity }) => severity === 'refuse' || (severity === 'override' && !excused))
      .map(({ message }) => ({ path: [key], message }));
  });
  const others = cosigners.flatMap((cosigner, index) =>
    keyFaultsOf(cosigner, except).map(({ path, message }) => ({ path: ['cosigners', index, ...path], message })),
  );
  return [...own, ...others];
}
