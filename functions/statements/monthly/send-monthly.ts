import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { AddressHolds } from '../../../shared/links/address-change.ts';
import { MONTHLY_HOURS } from '../../../shared/links/link.ts';
import { newSecret } from '../../../shared/links/secret.ts';
import type { WrongData } from '../../../shared/links/wrong-data.ts';
import { MAY_BE_ONE_ADDRESS } from '../../../shared/mail/mailer.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { addressed } from '../delivery/find-asked-file.ts';
import { monthlyMail } from '../delivery/link-mail.ts';
import { type MailLinkDeps, mailLink } from '../delivery/mail-link.ts';
import type { PreferencesStore, Subscriber } from '../preferences/preferences-store.ts';
import type { UnsubscribeTokens } from '../preferences/unsubscribe-tokens.ts';
import type { MemberOutcome } from './monthly-run.ts';

export interface SendMonthlyDeps extends MailLinkDeps {
  readonly preferences: Pick<PreferencesStore, 'find'>;
  readonly tokens: Pick<UnsubscribeTokens, 'keep'>;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly wrongData: Pick<WrongData, 'read'>;
  readonly holds: Pick<AddressHolds, 'heldUntil'>;
}

/**
 * The month's mail to one person, once, however often the run comes by. Everything is looked at again now, whatever the list
 * said: consent, file, address, block. Throws when the mail service refuses everybody's mail: nobody is skipped for that.
 */
export async function sendMonthly(
  deps: SendMonthlyDeps,
  month: string,
  { fileId, signatory }: Subscriber,
): Promise<MemberOutcome> {
  const chosen = await deps.preferences.find(fileId, signatory);
  if (chosen?.monthlyStatement !== true) return 'consent-withdrawn';
  const file = await deps.register.wholeFile(fileId);
  if (file === undefined) return 'no-file';
  if (file.notes.length === 0) return 'no-notes';
  const addressee = addressed(file, signatory, null);
  if (addressee === 'no-signatory' || addressee === 'no-address') return addressee;
  if (typeof addressee === 'string') throw new RangeError(`a file that is there is ${addressee}`);
  if ((await deps.wrongData.read(fileId)).isBlocked) return 'file-blocked';
  if ((await deps.holds.heldUntil(fileId, signatory, deps.clock.now())) !== undefined) return 'address-new';
  const subscription = { fileId, office: file.office, signatory };
  const link = {
    ...{ linkId: deterministicId('monthly-link', `${month}|${fileId}|${signatory}`) },
    ...({ bornBy: 'monthly', askedBy: month, addressee, hours: MONTHLY_HOURS } as const),
    body: async (born: { readonly url: string; readonly validUntil: Date }) => {
      const token = newSecret();
      await deps.tokens.keep(token, subscription, deps.clock.now());
      return monthlyMail({ ...born, unsubscribeUrl: `${deps.publicUrl}/b/${token}` });
    },
  };
  for (;;) {
    const { outcome, mail } = await mailLink(deps, link);
    switch (outcome) {
      case 'sent':
      case 'already-sent':
        return 'sent';
      // Of a run that was cut off: whether it left nobody knows, and a second one is worse than none.
      case 'uncertain':
      case 'in-progress':
        return 'uncertain';
      case 'suppressed':
        return 'suppressed';
      case 'given-up':
        return 'refused';
      case 'failed':
        // Tried again at once, three times in all, unless it is nobody's address.
        if (!MAY_BE_ONE_ADDRESS.has(mail.failure ?? '')) throw new Error(`mail is refused: ${mail.failure}`);
    }
  }
}
