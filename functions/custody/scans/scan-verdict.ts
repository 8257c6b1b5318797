import * as z from 'zod';

/** What GuardDuty says of an object, in its tag and on the bus. */
const VERDICTS = ['NO_THREATS_FOUND', 'THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'] as const;
export const verdictSchema = z.enum(VERDICTS);

/** What the scanner says of an object of the quarantine. */
export interface ScanVerdict {
  readonly documentId: string;
  /** Of the object that was looked at: what came after it was not. */
  readonly objectVersion: string;
  readonly status: z.output<typeof verdictSchema>;
  readonly threat: string | null;
  readonly scannedBy: string;
}
