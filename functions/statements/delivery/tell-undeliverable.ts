import type { Link } from '../../../shared/links/link.ts';
import type { AddressUndeliverable, UndeliverableAddresses } from '../../../shared/links/undeliverable.ts';
import type { Log } from '../../../shared/observability/log.ts';

export interface TellDeps {
  readonly now: () => Date;
  readonly undeliverable: Pick<UndeliverableAddresses, 'tell'>;
  readonly log: Pick<Log, 'event'>;
}

/** Tells once that the address of a link takes no mail: somebody has to ask the person for another. */
export async function tellUndeliverable(
  { now, undeliverable, log }: TellDeps,
  { fileId, office, signatory, linkId }: Pick<Link, 'fileId' | 'office' | 'signatory' | 'linkId'>,
  { eventId, because }: Pick<AddressUndeliverable, 'eventId' | 'because'>,
): Promise<void> {
  const whose = { fileId, office, signatory, linkId };
  const isNew = await undeliverable.tell({
    ...{ event: 'address-undeliverable', eventId, because, ...whose },
    since: now().toISOString(),
  });
  if (isNew) log.event('address-undeliverable', { fileId, signatory, because });
}
