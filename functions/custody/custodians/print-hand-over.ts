import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { readHandOver } from './hand-over.ts';
import { folioOfAct, type HandOverAct, type HandOverStore } from './hand-over-act.ts';

export interface PrintHandOverDeps {
  readonly acts: HandOverStore;
  readonly clock: Clock;
  readonly drawHandOver: (model: { readonly act: HandOverAct; readonly printedAt: Date }) => Promise<Uint8Array>;
}

/** The act on paper. */
export async function printHandOverAct(
  deps: PrintHandOverDeps,
  { params }: { readonly params: { readonly actId: string } },
  caller: Caller,
): Promise<{ bytes: Uint8Array; fileName: string }> {
  const act = await readHandOver(deps, params.actId, caller);
  const bytes = await deps.drawHandOver({ act, printedAt: deps.clock.now() });
  return { bytes, fileName: `entrega-recepcion-${folioOfAct(act)}.pdf` };
}
