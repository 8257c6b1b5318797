import type { CancellationReason } from '../cfdi/sat-catalogues.ts';

/** What is sent to be stamped. The same key with the same bytes is the same stamp, however often it is sent. */
export interface StampRequest {
  /** Ours: at most 100 characters. */
  readonly key: string;
  /** Sealed XML. */
  readonly xml: string;
}

export type StampAnswer =
  /** `xml`: with the stamp; also of what was stamped under that key before. */
  | { readonly outcome: 'stamped'; readonly xml: string }
  /** Surely not stamped, and never as it is. `said`: the PAC's words. */
  | { readonly outcome: 'refused'; readonly code: string; readonly said: string }
  /** Surely not stamped; later it may be: the PAC is not reached, or the account has no right to it now. */
  | { readonly outcome: 'unavailable'; readonly code: string; readonly said: string }
  /** It may have been stamped: ask again with the same key and bytes. */
  | { readonly outcome: 'unknown'; readonly code: string };

export interface CancelRequest {
  readonly issuerRfc: string;
  readonly uuid: string;
  readonly reason: CancellationReason;
  /** Folio fiscal of the CFDI that takes its place: of reason 01, and of it alone. */
  readonly substitute: string | null;
}

export type CancelAnswer =
  /** The SAT has the request: what becomes of it, `cancellationOf` tells. `receipt`: the acuse, XML. */
  | { readonly outcome: 'asked'; readonly receipt: string }
  | { readonly outcome: 'refused'; readonly code: string; readonly said: string }
  /** Not known to have been asked: asking again is harmless. */
  | { readonly outcome: 'unavailable'; readonly code: string };

/** What the SAT says of a CFDI now. */
export type CancellationState =
  /** `words`: the SAT's, as they are ("Cancelado sin aceptación"). */
  | { readonly state: 'live' | 'asked' | 'cancelled' | 'rejected' | 'unknown-there'; readonly words: string }
  | { readonly state: 'unavailable'; readonly words: string };

/** Whoever stamps for the SAT (proveedor autorizado de certificación). None of its methods throws for what is outside. */
export interface Pac {
  /** Stamps, or tells what was stamped under that key: that is how one asks after an answer that was lost. */
  stamp(request: StampRequest): Promise<StampAnswer>;
  cancel(request: CancelRequest): Promise<CancelAnswer>;
  /** `expression`: what the SAT's verification takes (cfdi/read-cfdi.ts). */
  cancellationOf(expression: string): Promise<CancellationState>;
}
