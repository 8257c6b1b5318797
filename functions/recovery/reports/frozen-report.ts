import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../../../shared/canonical/canonical-json.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { type RecoveryReport, recoveryReportSchema } from './recovery-report.ts';
import { MOVEMENT_NAMES_ES } from './report-labels.ts';

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
  (['creditTransferred', 'creditRefunded'] as const).map((group) => {
    const none = { count: 0, amount: 0, components: zeroByComponent(), credit: 0 };
    return [group, { label: MOVEMENT_NAMES_ES[group], ...none }];
  }),
);

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The figures of a report without what changes between two readings of the same facts (instants, states, hashes). */
export function figuresOf(report: RecoveryReport): unknown {
  const { asOf: _asOf, state: _state, frozenAt: _frozenAt, sha256: _sha256, reconciliation: _run, ...figures } = report;
  return figures;
}

/** SHA-256 of a report's canonical figures, hex. */
export const figuresHash = (report: RecoveryReport): string => sha256Of(canonicalJson(figuresOf(report)));
