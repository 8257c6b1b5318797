import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { canonicalJson } from '../../../../shared/canonical/canonical-json.ts';
import { inOfficeOrder } from '../../../../shared/institute/offices.ts';
import { zeroByComponent } from '../../../../shared/loan-book/component.ts';
import { conditional, IF_NEW } from '../../../../shared/store/conditional.ts';
import { type RecoveryReport, recoveryReportSchema } from '../figures/recovery-report.ts';
import { MOVEMENT_NAMES_ES } from '../figures/report-labels.ts';
import type { ObjectStore } from './object-store.ts';

export type FrozenKind = 'daily' | 'monthly';

/** What is kept of a frozen report besides its bytes. */
export interface FrozenMark {
  readonly kind: FrozenKind;
  /** "2026-11-19" or "2026-11". */
  readonly period: string;
  readonly sha256: string;
  /** UTC instant. */
  readonly frozenAt: string;
  /** Subject of who closed a month; `system` for days. */
  readonly frozenBy: string;
}

/** The stored bytes are not the ones that were frozen. */
export class FrozenReportAltered extends Error {
  override readonly name = 'FrozenReportAltered';
}

export interface FrozenReports {
  findMark(kind: FrozenKind, period: string): Promise<FrozenMark | undefined>;
  /** Undefined when not frozen. Throws FrozenReportAltered when the bytes do not give the hash. */
  find(kind: FrozenKind, period: string): Promise<RecoveryReport | undefined>;
  /** Freezes once: a period that is frozen already keeps what it has, and that is answered. */
  freeze(
    kind: FrozenKind,
    period: string,
    report: RecoveryReport,
    by: { readonly at: string; readonly subject: string },
  ): Promise<FrozenMark>;
}

/** Canonical bytes of a frozen report (its own hash left out) and their SHA-256, hex. */
export function frozenBytes(report: RecoveryReport, frozenAt: string): { body: string; sha256: string } {
  const body = canonicalJson({ ...report, state: 'frozen', frozenAt, sha256: null });
  return { body, sha256: sha256Of(body) };
}

/** The report of frozen bytes, with its hash. Throws FrozenReportAltered when they do not give `sha256`. */
export function thawed(body: string, sha256: string): RecoveryReport {
  if (sha256Of(body) !== sha256) throw new FrozenReportAltered('a frozen report does not give its hash');
  const kept = withMovementsSchema.parse(JSON.parse(body));
  return { ...recoveryReportSchema.parse({ ...kept, movements: { ...ADDED_LATER, ...kept.movements } }), sha256 };
}

const withMovementsSchema = z.looseObject({ movements: z.looseObject({}) });

/** Groups of movements that reports frozen earlier do not have: nobody could make such movements then. */
const ADDED_LATER = Object.fromEntries(
  (['creditTransferred', 'creditRefunded', 'recoveries', 'regenerations'] as const).map((group) => {
    const none = { count: 0, amount: 0, components: zeroByComponent(), credit: 0 };
    return [group, { label: MOVEMENT_NAMES_ES[group], ...none }];
  }),
);

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The figures of a report without what changes between two readings of the same facts (instants, states, hashes); the
 * portfolio's offices in one order, for reports frozen earlier list them in another.
 */
export function figuresOf(report: RecoveryReport): unknown {
  const { asOf: _asOf, state: _state, frozenAt: _frozenAt, sha256: _sha256, reconciliation: _run, ...figures } = report;
  const { portfolio } = figures;
  if (portfolio === null) return figures;
  return { ...figures, portfolio: { ...portfolio, offices: inOfficeOrder(portfolio.offices, ({ key }) => key) } };
}

/** SHA-256 of a report's canonical figures, hex. */
export const figuresHash = (report: RecoveryReport): string => sha256Of(canonicalJson(figuresOf(report)));

const markSchema = z.object({
  kind: z.enum(['daily', 'monthly']),
  period: z.string(),
  sha256: z.string(),
  frozenAt: z.string(),
  frozenBy: z.string(),
});
const frozenAtSchema = z.looseObject({ frozenAt: z.string() });

export const frozenKey = (kind: FrozenKind, period: string) => ({
  PK: `FROZEN#${kind.toUpperCase()}#${period}`,
  SK: 'FROZEN',
});
export const frozenObjectKey = (kind: FrozenKind, period: string) => `frozen/${kind}/${period}.json`;

export interface FrozenMarks {
  find(kind: FrozenKind, period: string): Promise<FrozenMark | undefined>;
}

/** What was frozen, when and by whom; without the reports themselves. */
export function createFrozenMarks(client: DynamoDBDocumentClient, systemTable: string): FrozenMarks {
  return {
    async find(kind, period) {
      const Key = frozenKey(kind, period);
      const found = await client.send(new GetCommand({ TableName: systemTable, Key, ConsistentRead: true }));
      return found.Item === undefined ? undefined : markSchema.parse(found.Item);
    },
  };
}

/**
 * Frozen reports: the bytes in the reports bucket (written once), their hash in the system table (put once). The
 * object comes first: after a crash between the two, the next run takes over the object that is there.
 */
export function createFrozenReports(
  client: DynamoDBDocumentClient,
  systemTable: string,
  objects: ObjectStore,
): FrozenReports {
  const { find: findMark } = createFrozenMarks(client, systemTable);

  const bytesOf = async (kind: FrozenKind, period: string): Promise<string> => {
    const body = await objects.get(frozenObjectKey(kind, period));
    if (body === undefined) throw new FrozenReportAltered(`the frozen report ${kind} ${period} is gone`);
    return body;
  };

  return {
    findMark,

    async find(kind, period) {
      const mark = await findMark(kind, period);
      return mark === undefined ? undefined : thawed(await bytesOf(kind, period), mark.sha256);
    },

    async freeze(kind, period, report, by) {
      const { body } = frozenBytes(report, by.at);
      const written = await objects.putNew(frozenObjectKey(kind, period), body);
      const kept = written === 'written' ? body : await bytesOf(kind, period);
      const { frozenAt } = frozenAtSchema.parse(JSON.parse(kept));
      const mark: FrozenMark = { kind, period, sha256: sha256Of(kept), frozenAt, frozenBy: by.subject };
      const Item = { ...frozenKey(kind, period), ...mark };
      const put = new PutCommand({ TableName: systemTable, Item, ...IF_NEW });
      if (await conditional(() => client.send(put))) return mark;
      return (await findMark(kind, period)) ?? mark;
    },
  };
}
