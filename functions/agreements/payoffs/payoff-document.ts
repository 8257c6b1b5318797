import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { PayoffModel } from './payoff-pdf.ts';
import type { PayoffStore } from './payoff-store.ts';
import { readQuote } from './quote-payoff.ts';

export interface PayoffDocumentDeps {
  readonly quotes: PayoffStore;
  readonly register: Pick<RegisterPort, 'findFile'>;
  readonly clock: Clock;
  /** Draws it: passed in, so that no renderer gets near the way of money. */
  readonly drawPayoff: (model: PayoffModel) => Promise<Uint8Array>;
}

/** A quote as a PDF, with the figures as they were told. Of an office out of the caller's reach: 404. */
export async function printPayoffQuote(
  deps: PayoffDocumentDeps,
  { params }: { readonly params: { readonly payoffFolio: string } },
  caller: Caller,
): Promise<{ bytes: Uint8Array; fileName: string; records: readonly string[] }> {
  const quote = await readQuote(deps, params.payoffFolio, caller);
  const file = await deps.register.findFile(quote.fileId);
  const bytes = await deps.drawPayoff({
    folio: quote.folio,
    notes: quote.notes,
    office: OFFICE_NAMES_ES[quote.office],
    borrowerName: file?.borrowerName ?? 'Acreditado',
    issuedOn: quote.issuedOn,
    days: quote.days,
    isOver: (quote.days.at(-1) ?? '') < deps.clock.today(),
    printedAt: deps.clock.now(),
  });
  return { bytes, fileName: `liquidacion-${quote.folio}.pdf`, records: [quote.fileId] };
}
