import { readLabelCode } from '../originals/label-code.ts';
import { nameOfOriginal, type Original } from '../originals/original.ts';
import { placeLabel } from '../places/place.ts';
import type { Finding, FindingKind, RoundCounts } from './round.ts';

/** What was read at a place: codes with how often, and the texts that are no label of an original. */
export interface ReadLabels {
  readonly codes: ReadonlyMap<string, number>;
  readonly strange: readonly string[];
}

/** Labels as they came out of a reader or a keyboard. The label of the place itself says only where one stands. */
export function sortLabels(placeCode: string, labels: Iterable<string>): ReadLabels {
  const codes = new Map<string, number>();
  const strange = new Set<string>();
  const own = placeLabel({ placeCode });
  for (const label of labels) {
    const code = readLabelCode(label);
    if (code !== undefined) codes.set(code, (codes.get(code) ?? 0) + 1);
    else if (label.trim().toUpperCase() !== own) strange.add(label.trim());
  }
  return { codes, strange: [...strange] };
}

/** The codes whose records are needed to say what became of them: those expected and not read, and the other way about. */
export const unlike = (expected: ReadonlySet<string>, { codes }: ReadLabels): string[] => [
  ...[...expected].filter((code) => !codes.has(code)),
  ...[...codes].flatMap(([code, times]) => (expected.has(code) && times === 1 ? [] : [code])),
];

/**
 * Compares what was expected with what was read. `records`: of the codes that are `unlike`, as they are now: who left or
 * arrived by the records while people counted is no fault. Pure.
 */
export function reconcileRound(
  placeCode: string,
  expected: ReadonlySet<string>,
  read: ReadLabels,
  records: ReadonlyMap<string, Original>,
): { readonly counts: RoundCounts; readonly findings: readonly Finding[] } {
  const isHere = (code: string) => placeOf(records.get(code)) === placeCode;
  const unread = [...expected].filter((code) => !read.codes.has(code));
  const unexpected = [...read.codes.keys()].filter((code) => !expected.has(code));
  const known = unexpected.filter((code) => records.has(code));
  const lists: Readonly<Record<FindingKind, readonly string[]>> = {
    missing: unread.filter(isHere),
    misplaced: known.filter((code) => !isHere(code)),
    unknown: [...unexpected.filter((code) => !records.has(code)), ...read.strange],
    'read-twice': [...read.codes].flatMap(([code, times]) => (times > 1 ? [code] : [])),
    left: unread.filter((code) => !isHere(code)),
    arrived: known.filter(isHere),
  };
  const of = (kind: FindingKind) =>
    lists[kind].map((label): Finding => ({ kind, label, recorded: recordedOf(records.get(label)) }));
  return {
    counts: {
      expected: expected.size,
      found: expected.size - unread.length,
      missing: lists.missing.length,
      misplaced: lists.misplaced.length,
      unknown: lists.unknown.length,
      readTwice: lists['read-twice'].length,
      left: lists.left.length,
      arrived: lists.arrived.length,
    },
    findings: [
      ...of('missing'),
      ...of('misplaced'),
      ...of('unknown'),
      ...of('read-twice'),
      ...of('left'),
      ...of('arrived'),
    ],
  };
}

/** Where custody has it by the records; null: it does not. */
export const placeOf = (original: Original | undefined): string | null =>
  original?.holder.type === 'custody' ? original.holder.placeCode : null;

const recordedOf = (original: Original | undefined): Finding['recorded'] =>
  original === undefined
    ? null
    : {
        ...{ name: nameOfOriginal(original), state: original.state, placeCode: placeOf(original) },
        fileId: original.fileId,
      };
