import type { Clock } from '../../../shared/calendar/clock.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { IntakeFile } from './intake-file.ts';
import type { IntakeStore, PageRequest } from './intake-store.ts';
import type { Outcome, RowEnding } from './row-outcome.ts';

export interface ReadFilesDeps {
  readonly files: IntakeStore;
  readonly clock: Clock;
}

/**
 * Bank files of a day (today in Hermosillo when none is said), newest first. The first page begins with the files of
 * that day that are still being read or posted.
 */
export async function listFiles(
  deps: ReadFilesDeps,
  input: PageRequest & { readonly date?: string | undefined },
): Promise<{ files: readonly IntakeFile[]; cursor: string | undefined }> {
  const date = input.date ?? deps.clock.today();
  const { files, cursor } = await deps.files.filesOf(date, input);
  if (input.cursor !== undefined) return { files, cursor };
  const open = (await deps.files.open()).filter((file) => file.recordedOn === date);
  return { files: [...open, ...files], cursor };
}

/** Throws `not-found` when there is no such file. */
export async function readFile(deps: Pick<ReadFilesDeps, 'files'>, fileId: string): Promise<IntakeFile> {
  const file = await deps.files.find(fileId);
  if (file === undefined) throw refuse('not-found', 'No hay un archivo de banco con ese identificador.');
  return file;
}

/** Rows of a file with their endings, by line; only those with `outcome` when it is given. */
export async function listRows(
  deps: Pick<ReadFilesDeps, 'files'>,
  input: PageRequest & { readonly fileId: string; readonly outcome?: Outcome | undefined },
): Promise<{ rows: readonly RowEnding[]; cursor: string | undefined }> {
  await readFile(deps, input.fileId);
  return deps.files.rows(input.fileId, input.outcome, input);
}
