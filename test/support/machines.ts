import { reviewMachine } from '../../functions/access/reviews/review-machine.ts';
import { userMachine } from '../../functions/access/users/user-machine.ts';
import { agreementMachine } from '../../functions/agreements/agreements/agreement-machine.ts';
import { campaignMachine } from '../../functions/agreements/campaigns/campaign-machine.ts';
import { arcoMachine } from '../../functions/custody/arco/arco-machine.ts';
import { blockMachine } from '../../functions/custody/arco/block.ts';
import { handOverMachine } from '../../functions/custody/custodians/hand-over-machine.ts';
import { roundMachine } from '../../functions/custody/inventory/round-machine.ts';
import { originalMachine } from '../../functions/custody/originals/original-machine.ts';
import { placeMachine } from '../../functions/custody/places/place-machine.ts';
import { releaseMachine } from '../../functions/custody/release/release-machine.ts';
import { disposalMachine } from '../../functions/custody/retention/disposal-machine.ts';
import { invoiceMachine } from '../../functions/invoicing/invoices/invoice-machine.ts';
import { fiscalSettingsMachine } from '../../functions/invoicing/settings/fiscal-settings-machine.ts';
import { noteActMachine } from '../../functions/lending/note-acts/note-act-machine.ts';
import { regenerationMachine } from '../../functions/lending/regenerations/regeneration-machine.ts';
import { correctionMachine } from '../../functions/recovery/corrections/correction-machine.ts';
import { creditUseMachine } from '../../functions/recovery/credits/credit-use-machine.ts';
import { depositMachine } from '../../functions/recovery/deposits/deposit-machine.ts';
import { bankFileMachine } from '../../functions/recovery/intake/bank-file-machine.ts';
import { provisionalMachine } from '../../functions/recovery/provisional/provisional-machine.ts';
import { bankReturnMachine } from '../../functions/recovery/returns/bank-return-machine.ts';
import { windowCancellationMachine } from '../../functions/recovery/window/window-cancellation.ts';
import { disputeMachine } from '../../functions/statements/disputes/dispute-machine.ts';
import { monthlyMachine } from '../../functions/statements/monthly/monthly-machine.ts';
import { paperMachine } from '../../functions/statements/papers/paper-machine.ts';
import { longWorkMachine } from '../../shared/jobs/long-work-machine.ts';
import { linkMachine } from '../../shared/links/link-machine.ts';
import { releaseLetterMachine } from '../../shared/links/release-letter.ts';
import { mailMachine } from '../../shared/mail/mail-machine.ts';
import { suppressionMachine } from '../../shared/mail/suppression-machine.ts';
import type { StateMachine } from '../../shared/transitions/state-machine.ts';
import { documentMachine } from '../../shared/vault/document-machine.ts';

/** Every state machine of the product, as docs/state-machines.md draws them. */
export const MACHINES: readonly StateMachine[] = [
  invoiceMachine,
  fiscalSettingsMachine,
  depositMachine,
  provisionalMachine,
  bankReturnMachine,
  creditUseMachine,
  correctionMachine,
  agreementMachine,
  campaignMachine,
  longWorkMachine,
  noteActMachine,
  regenerationMachine,
  windowCancellationMachine,
  bankFileMachine,
  mailMachine,
  suppressionMachine,
  linkMachine,
  disputeMachine,
  paperMachine,
  monthlyMachine,
  documentMachine,
  originalMachine,
  placeMachine,
  roundMachine,
  handOverMachine,
  releaseMachine,
  disposalMachine,
  arcoMachine,
  blockMachine,
  releaseLetterMachine,
  userMachine,
  reviewMachine,
];
