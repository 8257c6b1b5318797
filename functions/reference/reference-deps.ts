import type { Clock } from '../../shared/calendar/clock.ts';

export interface ReferenceDeps {
  readonly clock: Clock;
  readonly stage: string;
  readonly version: string;
  /** The OpenAPI document as it was written beside the bundle, JSON in UTF-8. */
  readonly openApiJson: Uint8Array;
  /** The page made of it, HTML in UTF-8. */
  readonly page: Uint8Array;
}
