import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { MovementsModel } from './movements-pdf.ts';
import type { NoteMoney } from './note-money.ts';
import { classOf } from './original-class.ts';
import type { OriginalStore } from './original-store.ts';
import { readOriginal } from './take-original-step.ts';

export interface PrintMovementsDeps {
  readonly originals: OriginalStore;
  readonly money: Pick<NoteMoney, 'headsOf'>;
  readonly register: Pick<RegisterPort, 'findFile'>;
  readonly clock: Clock;
  readonly drawMovements: (model: MovementsModel) => Promise<Uint8Array>;
}

/** The history of an original on paper. */
export async function printOriginalMovements(
  deps: PrintMovementsDeps,
  { params }: { readonly params: { readonly labelCode: string } },
  caller: Caller,
): Promise<{ bytes: Uint8Array; fileName: string; records: readonly string[] }> {
  const { clock, register, money } = deps;
  const original = await readOriginal(deps, params.labelCode, caller);
  const { labelCode, fileId, noteId } = original;
  const file = fileId === null ? undefined : await register.findFile(fileId);
  const heads = fileId === null || noteId === null ? undefined : await money.headsOf([{ fileId, noteId }]);
  const head = noteId === null ? undefined : heads?.get(noteId);
  const bytes = await deps.drawMovements({
    original,
    ofDebt: head === undefined ? null : classOf(head.note, clock.today()),
    borrowerName: file?.borrowerName ?? null,
    printedAt: clock.now(),
  });
  return { bytes, fileName: `movimientos-${labelCode}.pdf`, records: [fileId ?? labelCode] };
}
