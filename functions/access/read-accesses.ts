import type { AccessPage, AccessTrail, PlacedAccess } from '../../shared/audit/access-trail.ts';
import type { RegisterPort } from '../../shared/register/register-port.ts';
import { refuse } from './refusals.ts';

export interface ReadAccessesDeps {
  readonly trail: Pick<AccessTrail, 'ofRecord' | 'ofReader'>;
  readonly register: Pick<RegisterPort, 'fileOfBorrower' | 'notesOfFile'>;
}

export interface AccessQuery extends AccessPage {
  /** A person: with their file and its notes. */
  readonly borrowerId?: string | undefined;
  /** One record: a file, a note, a deposit, a folio. */
  readonly recordId?: string | undefined;
  /** Whoever looked. */
  readonly reader?: string | undefined;
}

/**
 * Accesses to the data of a person or a record, or by a reader, newest first. Refuses `access-query-refused` unless exactly
 * one of the three is asked for. Of a person: one read more than they have records.
 */
export async function readAccesses(
  { trail, register }: ReadAccessesDeps,
  { borrowerId, recordId, reader, ...page }: AccessQuery,
): Promise<{ readonly accesses: readonly PlacedAccess[]; readonly next: string | undefined }> {
  const asked = [borrowerId, recordId, reader].filter((one) => one !== undefined);
  if (asked.length !== 1) {
    throw refuse(
      'access-query-refused',
      'Indique una persona (borrowerId), un registro (recordId) o un usuario (reader).',
      {
        details: [{ pointer: 'query', message: 'Indique exactamente uno de: borrowerId, recordId, reader.' }],
      },
    );
  }
  const found =
    reader !== undefined
      ? await trail.ofReader(reader, page)
      : (
          await Promise.all(
            (borrowerId === undefined ? [recordId ?? ''] : await recordsOf(register, borrowerId)).map((id) =>
              trail.ofRecord(id, page),
            ),
          )
        ).flat();
  const accesses = found.toSorted((a, b) => (a.place < b.place ? 1 : -1)).slice(0, page.limit);
  return { accesses, next: accesses.length < page.limit ? undefined : accesses.at(-1)?.place };
}

async function recordsOf(register: ReadAccessesDeps['register'], borrowerId: string): Promise<string[]> {
  const fileId = await register.fileOfBorrower(borrowerId);
  if (fileId === undefined) return [borrowerId];
  return [borrowerId, fileId, ...(await register.notesOfFile(fileId)).map(({ noteId }) => noteId)];
}
