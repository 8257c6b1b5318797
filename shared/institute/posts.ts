/** The posts of the institute that may call the API, from the job descriptions (house.md, Roles). */
export const ROLES = [
  'director',
  'portfolio-coordinator',
  'recovery-technician',
  'cashier',
  'systems',
  'custodian',
  'collector',
  'mediator',
  'judicial-head',
  'external-lawyer',
  'accountant',
  'follow-up-coordinator',
  'attention-desk',
  'auditor',
  'portal',
] as const;
export type Role = (typeof ROLES)[number];

export interface RolePost {
  /** Name of the post as the institute says it. */
  readonly name: string;
  /** `person` signs in; `machine` has a client id and scopes. */
  readonly kind: 'person' | 'machine';
  /**
   * Whose records: `all-offices`; `own-offices`, named by the token's office groups; or `own-portfolio`, the cases
   * assigned to the person, which no office gives (the office list of such a caller is empty).
   */
  readonly reach: 'all-offices' | 'own-offices' | 'own-portfolio';
  /** Not staff of the recovery desk: what it reads of persons is logged as `personal-data-read`. */
  readonly outsider: boolean;
}

/** The posts and what they reach (house.md, Roles). The API, the OpenAPI document and screens read this table. */
export const ROLE_POSTS: Readonly<Record<Role, RolePost>> = {
  director: { name: 'Dirección', kind: 'person', reach: 'all-offices', outsider: false },
  'portfolio-coordinator': { name: 'Coordinación de cartera', kind: 'person', reach: 'all-offices', outsider: false },
  'recovery-technician': {
    name: 'Técnico de control de recuperación',
    kind: 'person',
    reach: 'all-offices',
    outsider: false,
  },
  cashier: { name: 'Caja', kind: 'person', reach: 'own-offices', outsider: false },
  systems: { name: 'Sistemas', kind: 'person', reach: 'all-offices', outsider: false },
  custodian: { name: 'Resguardo de expedientes', kind: 'person', reach: 'own-offices', outsider: false },
  collector: { name: 'Gestor de cobranza', kind: 'person', reach: 'own-offices', outsider: false },
  mediator: { name: 'Mediación', kind: 'person', reach: 'own-offices', outsider: false },
  'judicial-head': { name: 'Jefatura de cobranza judicial', kind: 'person', reach: 'all-offices', outsider: false },
  'external-lawyer': { name: 'Abogado externo', kind: 'person', reach: 'own-portfolio', outsider: true },
  accountant: { name: 'Contabilidad', kind: 'person', reach: 'all-offices', outsider: false },
  'follow-up-coordinator': {
    name: 'Coordinación de seguimiento',
    kind: 'person',
    reach: 'all-offices',
    outsider: false,
  },
  'attention-desk': { name: 'Atención a acreditados', kind: 'person', reach: 'own-offices', outsider: false },
  auditor: { name: 'Auditoría', kind: 'person', reach: 'all-offices', outsider: true },
  portal: { name: 'Portal del Instituto', kind: 'machine', reach: 'all-offices', outsider: true },
};

const known: ReadonlySet<string> = new Set(ROLES);

export function isRole(text: string): text is Role {
  return known.has(text);
}
