import { type CalendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { inForce } from '../../../shared/calendar/in-force.ts';
import { ROLE_POSTS, type Role } from '../../../shared/institute/posts.ts';
import { type ByComponent, COMPONENT_NAMES_ES, COMPONENTS } from '../../../shared/loan-book/component.ts';
import type { AgreementSigned } from '../../../shared/loan-book/event.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';

/**
 * What a post may forgive of each component: parts per million of what is owed at the signature, whether also what accrues while
 * the agreement lives, and centavos of both in one agreement that is kept to the day (ADR 26).
 */
export interface Limit {
  readonly share: ByComponent;
  readonly whileLive: AgreementSigned['whileLive'];
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
        whileLive: ['defaultInterest'],
        most: { ...none, defaultInterest: 10_000_00, collectionCosts: 1_000_00 },
      },
      mediator: {
        share: { ...none, defaultInterest: 1_000_000, collectionCosts: 1_000_000 },
        whileLive: ['defaultInterest'],
        most: { ...none, defaultInterest: 30_000_00, collectionCosts: 5_000_00 },
      },
      'portfolio-coordinator': {
        share: { ...none, ordinaryInterest: 500_000, defaultInterest: 1_000_000, collectionCosts: 1_000_000 },
        whileLive: ['ordinaryInterest', 'defaultInterest'],
        most: { ...none, ordinaryInterest: 20_000_00, defaultInterest: 200_000_00, collectionCosts: 20_000_00 },
      },
      director: {
        share: {
          principal: 300_000,
          ordinaryInterest: 1_000_000,
          defaultInterest: 1_000_000,
          collectionCosts: 1_000_000,
        },
        whileLive: ['ordinaryInterest', 'defaultInterest'],
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
  readonly whileLive: AgreementSigned['whileLive'];
  /** Centavos in all, if it is kept to the day. */
  readonly forgivesInAll: ByComponent;
}

/** What of an agreement exceeds a post's authority, each with its limit; empty = the post may. */
export function excessOf(
  role: Role,
  { share, whileLive, forgivesInAll }: Forgiveness,
  on: CalendarDate,
  tables: readonly AuthorityTable[] = AUTHORITY,
): string[] {
  const limit = inForce(tables, on).limits[role];
  return COMPONENTS.flatMap((component) => {
    const goesOn = whileLive.find((kind) => kind === component);
    if (share[component] === 0 && goesOn === undefined) return [];
    const name = COMPONENT_NAMES_ES[component].toLowerCase();
    const mostShare = limit?.share[component] ?? 0;
    const most = limit?.most[component] ?? 0;
    if (share[component] > mostShare)
      return [`${name}: hasta ${mostShare / 10_000} % y se pide ${share[component] / 10_000} %`];
    if (goesOn !== undefined && !limit?.whileLive.includes(goesOn))
      return [`${name}: sin facultades para perdonar el que corra mientras dure el convenio`];
    return forgivesInAll[component] > most
      ? [`${name}: hasta ${formatMxn(most)} y se perdonarían ${formatMxn(forgivesInAll[component])}`]
      : [];
  });
}

/** Whether any of a person's posts may forgive it. */
export const isInAuthority = (roles: readonly Role[], forgiveness: Forgiveness, on: CalendarDate): boolean =>
  roles.some((role) => isPost(role) && excessOf(role, forgiveness, on).length === 0);

const isPost = (role: Role): boolean => ROLE_POSTS[role].kind === 'person';
