import { type CalendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { inForce } from '../../../shared/calendar/in-force.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { WholeFile } from '../../../shared/register/register-port.ts';
import type { DocumentKind } from '../../../shared/vault/document-kinds.ts';
import type { Subject, VaultDocument } from '../../../shared/vault/vault-document.ts';
import type { ScanDeps } from './scan-deps.ts';

/** Which scans make a file complete, as data by date. */
export interface CompletenessRule {
  readonly from: CalendarDate;
  /** Of each note; of the borrower. */
  readonly ofNote: readonly DocumentKind[];
  readonly ofBorrower: readonly DocumentKind[];
  readonly source: string;
}

/** Versions, the oldest first. */
export const COMPLETENESS_RULES: readonly CompletenessRule[] = [
  {
    from: FIRST_DATE,
    ofNote: ['contract', 'promissory-note'],
    ofBorrower: ['identification', 'proof-of-address'],
    source: 'Propuesta por confirmar por el Instituto',
  },
];

export interface MissingDocument {
  readonly kind: DocumentKind;
  readonly proves: Subject;
  /** Of a note. */
  readonly contractNumber: string | null;
}

/** What a file lacks by the rule of today: no scan of that kind of that subject is in the vault. Pure. */
export function missingDocuments(
  { borrowerId, notes }: Pick<WholeFile, 'borrowerId' | 'notes'>,
  documents: readonly Pick<VaultDocument, 'kind' | 'proves' | 'state'>[],
  on: CalendarDate,
): MissingDocument[] {
  const rule = inForce(COMPLETENESS_RULES, on);
  const has = (kind: DocumentKind, { type, id }: Subject) =>
    documents.some(
      (one) => one.state === 'vaulted' && one.kind === kind && one.proves.type === type && one.proves.id === id,
    );
  const lacking = (kinds: readonly DocumentKind[], proves: Subject, contractNumber: string | null) =>
    kinds.filter((kind) => !has(kind, proves)).map((kind) => ({ kind, proves, contractNumber }));
  return [
    ...lacking(rule.ofBorrower, { type: 'borrower', id: borrowerId }, null),
    ...notes.flatMap(({ noteId, contractNumber }) =>
      lacking(rule.ofNote, { type: 'note', id: noteId }, contractNumber),
    ),
  ];
}

/** Whether the scans of a file are complete. Of an office out of the caller's reach: 404. */
export async function findMissing(
  { register, documents, clock }: ScanDeps,
  fileId: string,
  caller: Caller,
): Promise<{ readonly missing: readonly MissingDocument[]; readonly rule: CompletenessRule }> {
  const file = inScope(caller, await register.wholeFile(fileId), 'El expediente');
  const there: VaultDocument[] = [];
  for await (const document of documents.allOfFile(fileId)) there.push(document);
  const on = clock.today();
  return { missing: missingDocuments(file, there, on), rule: inForce(COMPLETENESS_RULES, on) };
}
