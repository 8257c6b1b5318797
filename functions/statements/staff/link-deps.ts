import type { Clock } from '../../../shared/calendar/clock.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { AddressHolds } from '../../../shared/links/address-change.ts';
import type { LinkStore } from '../../../shared/links/link-store.ts';
import type { UndeliverableAddresses } from '../../../shared/links/undeliverable.ts';
import type { WrongData } from '../../../shared/links/wrong-data.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { AskDeps } from '../asking/ask-for-statement.ts';

export interface LinkDeps extends AskDeps {
  readonly clock: Clock;
  readonly links: LinkStore;
  readonly wrongData: WrongData;
  readonly holds: Pick<AddressHolds, 'heldUntil'>;
  readonly undeliverable: Pick<UndeliverableAddresses, 'ofFile'>;
  readonly register: Pick<RegisterPort, 'wholeFile' | 'findFile'>;
  readonly claims: RequestClaims;
}
