import { type CalendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { inForce } from '../../../shared/calendar/in-force.ts';
import { ROLE_POSTS, type Role } from '../../../shared/institute/posts.ts';
import { type ByComponent, COMPONENT_NAMES_ES, COMPONENTS } from '../../../shared/loan-book/component.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';

/** What a post may forgive of each component: parts per million of what is owed, and centavos in one agreement. */
export interface Limit {
  readonly share: ByComponent;
  readonly most: ByComponent;
}

/** Who may forgive how much, as data. */
export interface AuthorityTable {
  /** First day whose proposals follow it. */
  readonly from: CalendarDate;
  readonly limits: Readonly<Partial<Record<Role, Limit>>>;
  readonly source: string;
}

const NO_LIMIT = 100_000_000_00;
const none = { principal: 0, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 };

/** Versions, the oldest first. The institute has published no table: these are proposals, and say so. */
export const AUTHORITY: readonly AuthorityTable[] = [
  {
    from: FIRST_DATE,
    limits: {
      collector: {
        share: { ...none, defaultInterest: 500_000, collectionCosts: 500_000 },
        most: { ...none, defaultInterest: 10_000_00, collectionCosts: 1_000_00 },
      },
      mediator: {
        share: { ...none, defaultInterest: 1_000_000, collectionCosts: 1_000_000 },
        most: { ...none, defaultInterest: 30_000_00, collectionCosts: 5_000_00 },
      },
      'portfolio-coordinator': {
        share: { ...none, ordinaryInterest: 500_000, defaultInterest: 1_000_000, collectionCosts: 1_000_000 },
        most: { ...none, ordinaryInterest: 20_000_00, defaultInterest: 200_000_00, collectionCosts: 20_000_00 },
      },
      director: {
        share: {
          principal: 300_000,
          ordinaryInterest: 1_000_000,
          defaultInterest: 1_000_000,
          collectionCosts: 1_000_000,
        },
        most: {
          principal: 50_000_00,
          ordinaryInterest: NO_LIMIT,
          defaultInterest: NO_LIMIT,
          collectionCosts: NO_LIMIT,
        },
      },
    },
    source: 'Por confirmar por el Instituto: no se encontró tabla de facultades para quitas',
  },
];

export interface Forgiveness {
  readonly share: ByComponent;
  /** Centavos at the signature. */
  readonly forgives: ByComponent;
}

/** What of an agreement exceeds a post's authority, each with its limit; empty = the post may. */
export function excessOf(
  role: Role,
  { share, forgives }: Forgiveness,
  on: CalendarDate,
  tables: readonly AuthorityTable[] = AUTHORITY,
): string[] {
  const limit = inForce(tables, on).limits[role];
  return COMPONENTS.flatMap((component) => {
    if (share[component] === 0) return [];
    const name = COMPONENT_NAMES_ES[component].toLowerCase();
    const mostShare = limit?.share[component] ?? 0;
    const most = limit?.most[component] ?? 0;
    if (share[component] > mostShare)
      return [`${name}: hasta ${mostShare / 10_000} % y se pide ${share[component] / 10_000} %`];
    return forgives[component] > most
      ? [`${name}: hasta ${formatMxn(most)} y se perdonarían ${formatMxn(forgives[component])}`]
      : [];
  });
}

/** Whether any of a person's posts may forgive it. */
export const isInAuthority = (roles: readonly Role[], forgiveness: Forgiveness, on: CalendarDate): boolean =>
  roles.some((role) => isPost(role) && excessOf(role, forgiveness, on).length === 0);

const isPost = (role: Role): boolean => ROLE_POSTS[role].kind === 'person';
