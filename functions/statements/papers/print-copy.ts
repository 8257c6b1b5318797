import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { PageDeps } from '../page/page-deps.ts';
import { statementModel } from '../page/statement-model.ts';
import { type KeepPaperDeps, keptPaper } from './keep-paper.ts';

export interface PrintCopyDeps extends KeepPaperDeps, Pick<PageDeps, 'headsOfFile'> {
  readonly clock: Clock;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
}

/**
 * The borrower's statement for somebody at a desk, who has no address for a link: the same figures, marked as the institute's copy,
 * with a place to sign that it was received. Of an office out of the caller's reach: 404.
 */
export async function printStatementCopy(
  deps: PrintCopyDeps,
  { params }: { readonly params: { readonly fileId: string } },
  caller: Caller,
): Promise<{ bytes: Uint8Array; fileName: string; records: readonly string[] }> {
  const { fileId } = params;
  const file = inScope(caller, await deps.register.wholeFile(fileId), 'El expediente');
  const heads = await deps.headsOfFile(fileId);
  const of = { fileId, office: file.office, signatory: 'borrower', noteIds: null } as const;
  const model = statementModel({
    ...{ today: deps.clock.today(), at: deps.now(), file, notes: file.notes, signatory: of.signatory },
    ...{ heads: heads.notes, agreements: heads.agreements },
  });
  const { folio, bytes } = await keptPaper(deps, 'copy', { of, model, heads });
  return { bytes, fileName: `copia-estado-de-cuenta-${folio}.pdf`, records: [fileId] };
}
