import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { AgreementPlan } from '../loan-book/agreement-plan.ts';
import type { AgreementStanding, CountedMoney } from '../loan-book/agreement-standing.ts';
import type { ByComponent } from '../loan-book/component.ts';
import type { AgreementSigned } from '../loan-book/event.ts';
import type { PlayedAgreement } from '../loan-book/play-agreement.ts';
import type { Posted, PostingBase } from './ledger.ts';

/** An agreement as it is signed: what each note is forgiven if it is kept, and what is to be paid in all. */
export interface AgreementSigning extends PostingBase {
  readonly fileId: string;
  readonly agreementId: string;
  readonly valueDate: CalendarDate;
  readonly plan: AgreementPlan;
  readonly notes: readonly (Pick<AgreementSigned, 'granted' | 'share'> & { readonly noteId: string })[];
  readonly earned: AgreementSigned['earned'];
  readonly whileLive: AgreementSigned['whileLive'];
}

/** What an agreement will do if it is kept to the day. */
export interface AgreementPreview extends PlayedAgreement {
  /** Set aside by note when it is signed. */
  readonly setAside: ReadonlyMap<string, ByComponent>;
  /** The same with another plan, from the notes that were read for this one. Refuses what no plan may be. */
  readonly withPlan: (plan: AgreementPlan) => PlayedAgreement;
}

/** An agreement of a file on a day. */
export interface Agreement {
  readonly agreementId: string;
  readonly fileId: string;
  readonly plan: AgreementPlan;
  readonly noteIds: readonly string[];
  readonly signedOn: CalendarDate;
  /** Money that came in on its notes since it was signed, by day. */
  readonly counted: readonly CountedMoney[];
  /** What has become of it by the day, of its money as known now; null when it was cancelled, or when a later one took over. */
  readonly standing: AgreementStanding | null;
  readonly closed: boolean;
  /** The end that its notes were told of, which the daily sweep or the next payment brings up to date. */
  readonly told: { readonly kind: 'broken' | 'fulfilled'; readonly on: CalendarDate } | null;
}

/** What the ledger does for agreements. As in `Ledger`, each posting is one transaction. */
export interface Agreements {
  /**
   * Signs an agreement over notes of a file, all or none. Refused: a plan that leaves something owed, or asks for more,
   * when every payment comes on its day (`agreement-does-not-sum`); a note without debt, under a live
   * agreement, or with another that was signed of a later day.
   */
  signAgreement(command: AgreementSigning): Promise<Posted>;
  /**
   * What `signAgreement` would do, by the same way, played to its end; nothing is written. Of a day to come too, and of a plan
   * that does not sum: `left` says by how much.
   */
  previewAgreement(command: AgreementSigning): Promise<AgreementPreview>;
  /**
   * Tells the notes of an agreement what has become of it by today: the daily sweep, for breaches that no posting brings
   * about. `already-posted`, and nothing written, when they know.
   */
  judgeAgreement(
    command: { readonly fileId: string; readonly agreementId: string } & Pick<PostingBase, 'actor' | 'source'>,
  ): Promise<Posted>;
  /** Takes the signature of a live agreement back, as if it had never been. Refused once it ended (`agreement-ended`). */
  cancelAgreement(command: PostingBase & { readonly fileId: string; readonly agreementId: string }): Promise<Posted>;
  /** Agreements of a file with what has become of each by a day, cancelled ones too. */
  agreementsOfFile(fileId: string, asOf: CalendarDate): Promise<Agreement[]>;
}
