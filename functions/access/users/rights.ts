import * as z from 'zod';
import { OFFICE_GROUP_PREFIX, ROLE_GROUP_PREFIX } from '../../../shared/http/groups-and-scopes.ts';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { ROLE_POSTS, ROLES, type Role } from '../../../shared/institute/posts.ts';

/** What a person may do, and where. */
export const rightsSchema = z.object({
  roles: z.array(z.enum(ROLES)),
  offices: z.array(officeSchema),
  /** Of an external lawyer: whose cases. */
  portfolio: z.string().nullable(),
});
export type Rights = z.infer<typeof rightsSchema>;

export const NO_RIGHTS: Rights = { roles: [], offices: [], portfolio: null };

/** Posts that move money or give rights: nobody gets one, or an office for one, by the word of one person. */
export const FOUR_EYES_ROLES: ReadonlySet<Role> = new Set<Role>([
  'cashier',
  'recovery-technician',
  'accountant',
  'portfolio-coordinator',
  'systems',
  // Approves the others: without this Sistemas could make its own second person.
  'director',
]);

/** Whether a change gives something that a second person has to approve. Taking away never does. */
export function needsSecondPerson(before: Rights, after: Rights): boolean {
  const guarded = after.roles.filter((role) => FOUR_EYES_ROLES.has(role));
  if (guarded.some((role) => !before.roles.includes(role))) return true;
  return guarded.length > 0 && after.offices.some((office) => !before.offices.includes(office));
}

/** The groups of the directory that say these rights in a token. */
export const groupsOf = ({ roles, offices }: Rights): string[] => [
  ...roles.map((role) => `${ROLE_GROUP_PREFIX}${role}`),
  ...offices.map((office) => `${OFFICE_GROUP_PREFIX}${office}`),
];

/** What is wrong with rights as asked, in Spanish, by field; nothing when they can be given. */
export function faultsOf({
  roles,
  offices,
  portfolio,
}: Rights): { readonly field: keyof Rights; readonly message: string }[] {
  const reaches = roles.map((role) => ROLE_POSTS[role].reach);
  const faults: { field: keyof Rights; message: string }[] = [];
  if (reaches.includes('own-offices') && offices.length === 0)
    faults.push({ field: 'offices', message: 'Uno de los puestos es de oficina: indique al menos una.' });
  if (!reaches.includes('own-offices') && offices.length > 0)
    faults.push({ field: 'offices', message: 'Ninguno de los puestos es de oficina: no indique oficinas.' });
  if (reaches.includes('own-portfolio') !== (portfolio !== null))
    faults.push({ field: 'portfolio', message: 'El abogado externo, y solo él, lleva una cartera asignada.' });
  return faults;
}
