import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Heads } from '../../../shared/ledger/ledger-version.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import type { VaultObjects } from '../../../shared/vault/vault-objects.ts';
import type { BlockStore } from '../arco/block.ts';
import type { NoteMoney } from '../originals/note-money.ts';
import type { OpeningStore } from './opening-store.ts';
import type { UploadForms } from './upload-form.ts';

export interface ScanDeps {
  readonly documents: DocumentStore;
  readonly openings: OpeningStore;
  readonly blocks: Pick<BlockStore, 'find'>;
  readonly objects: Pick<VaultObjects, 'linkTo'>;
  readonly forms: UploadForms;
  readonly register: Pick<RegisterPort, 'findFile' | 'findNote' | 'wholeFile'>;
  /** Of the ledger: a file's notes and agreements, and a note's movements. */
  readonly headsOfFile: (fileId: string) => Promise<Heads>;
  readonly money: Pick<NoteMoney, 'entriesOf'>;
  readonly claims: RequestClaims;
  readonly clock: Clock;
  readonly now: () => Date;
}
