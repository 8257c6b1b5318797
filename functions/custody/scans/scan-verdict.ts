import type { ScanResult } from '../../../shared/vault/scan-result.ts';

/** What the scanner says of an object of the quarantine. */
export interface ScanVerdict extends Pick<ScanResult, 'status' | 'threat' | 'scannedBy'> {
  readonly documentId: string;
  /** Of the object that was looked at: what came after it was not. */
  readonly objectVersion: string;
}
