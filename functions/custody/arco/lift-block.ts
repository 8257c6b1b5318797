import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { refuseArco } from './arco-refusals.ts';
import { type Block, blockMachine } from './block.ts';
import type { ArcoDeps } from './receive-request.ts';

export const readBlock = async ({ blocks }: Pick<ArcoDeps, 'blocks'>, fileId: string, caller: Caller): Promise<Block> =>
  inScope(caller, await blocks.find(fileId), 'El bloqueo');

/** Lifts the block of a file, by a person with a reason: the person came back, or an authority asks. */
export async function liftBlock(
  deps: Pick<ArcoDeps, 'blocks' | 'claims' | 'clock'>,
  {
    fileId,
    reason,
    idempotencyKey: key,
  }: { readonly fileId: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Block> {
  const on = deps.clock.today();
  return performStep(blockMachine, await readBlock(deps, fileId, caller), {
    step: 'lift',
    stamp: { by: caller.subject, on, key, reason },
    claim: () =>
      deps.claims.claim({
        ...{ scope: 'DOCUMENT', key, input: { operation: 'lift-block', fileId, reason } },
        ...{ source: { type: 'system', id: fileId }, recordedOn: on },
      }),
    write: (next) => deps.blocks.write(next),
    read: () => readBlock(deps, fileId, caller),
    refuse: (_why, { state }) =>
      refuseArco('arco-step-refused', `No se puede quitar el bloqueo: está ${blockMachine.states[state]}.`),
  });
}
