import type { Clock } from '../../../shared/calendar/clock.ts';
import type { AgreementHead } from '../../../shared/ledger/agreement-head.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { Past } from '../../../shared/ledger/past.ts';
import type { LinkSessions } from '../../../shared/links/link-session.ts';
import type { LinkStore } from '../../../shared/links/link-store.ts';
import type { ReleaseLetterStore } from '../../../shared/links/release-letter.ts';
import type { WrongData } from '../../../shared/links/wrong-data.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { AskDeps } from '../asking/ask-for-statement.ts';
import type { ToldDisputes } from '../disputes/dispute-store.ts';
import type { GivenData } from '../indicators/given-data.ts';
import type { PaperStore } from '../papers/paper-store.ts';
import type { PreferencesStore } from '../preferences/preferences-store.ts';
import type { UnsubscribeTokens } from '../preferences/unsubscribe-tokens.ts';

/** What the public pages work with. They write links, sessions, views, counters and requests, and nothing else. */
export interface PageDeps extends AskDeps {
  readonly clock: Clock;
  readonly links: LinkStore;
  readonly sessions: LinkSessions;
  readonly wrongData: WrongData;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly headsOfFile: (
    fileId: string,
  ) => Promise<{ readonly notes: readonly Head[]; readonly agreements: readonly AgreementHead[] }>;
  readonly pastOf: (head: Head) => Promise<Past>;
  readonly disputes: ToldDisputes;
  /** Counts data for the indicators; best effort. */
  readonly given: GivenData;
  readonly papers: Pick<PaperStore, 'find'>;
  readonly letters: Pick<ReleaseLetterStore, 'find'>;
  readonly preferences: Pick<PreferencesStore, 'find' | 'write'>;
  readonly tokens: Pick<UnsubscribeTokens, 'find'>;
  readonly log: Pick<Log, 'event'>;
}
