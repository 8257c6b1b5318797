import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { readRound } from './count-round.ts';
import { recordsFound } from './round.ts';
import { refuseRound } from './round-refusals.ts';
import type { RoundReport } from './round-report.ts';
import type { RoundStore } from './round-store.ts';

export interface PrintRoundDeps {
  readonly rounds: RoundStore;
  readonly clock: Clock;
  readonly drawRound: (report: RoundReport) => Promise<Uint8Array>;
  readonly writeRound: (report: RoundReport) => Promise<Uint8Array>;
}

type Asked = { readonly params: { readonly roundId: string } };
type Printed = Promise<{ bytes: Uint8Array; fileName: string; records: readonly string[] }>;

/** What came of a closed round as PDF. */
export async function printInventoryRound(deps: PrintRoundDeps, { params }: Asked, caller: Caller): Printed {
  const report = await reportOf(deps, params.roundId, caller);
  return named(report, 'pdf', await deps.drawRound(report));
}

/** What came of a closed round as XLSX. */
export async function downloadInventoryRound(deps: PrintRoundDeps, { params }: Asked, caller: Caller): Printed {
  const report = await reportOf(deps, params.roundId, caller);
  return named(report, 'xlsx', await deps.writeRound(report));
}

const named = ({ round, findings }: RoundReport, extension: string, bytes: Uint8Array) => ({
  ...{ bytes, fileName: `inventario-${round.placeCode}-${round.openedOn}.${extension}` },
  records: recordsFound(round.roundId, findings),
});

async function reportOf(deps: PrintRoundDeps, roundId: string, caller: Caller): Promise<RoundReport> {
  const round = await readRound(deps, roundId, caller);
  const { counts } = round;
  if (counts === null) throw refuseRound('round-step-refused', 'El inventario no está cerrado: aún no hay resultado.');
  return { round, counts, findings: await deps.rounds.findingsOf(round), printedAt: deps.clock.now() };
}
