import * as z from 'zod';

/** What GuardDuty says of an object, in its tag and on the bus. */
const VERDICTS = ['NO_THREATS_FOUND', 'THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'] as const;
export const verdictSchema = z.enum(VERDICTS);

/** What was found in one version of one object; what came after it was not looked at. */
export interface ScanResult {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly status: z.output<typeof verdictSchema>;
  readonly threat: string | null;
  readonly scannedBy: string;
}

/** "GuardDuty Malware Protection Object Scan Result", as EventBridge tells it; `scannedBy` is of the local machine alone. */
export const scanResultSchema = z
  .object({
    detail: z.object({
      s3ObjectDetails: z.object({ bucketName: z.string(), objectKey: z.string(), versionId: z.string() }),
      scanResultDetails: z.object({
        scanResultStatus: verdictSchema,
        threats: z.array(z.object({ name: z.string() })).nullish(),
      }),
      scannedBy: z.string().default('GuardDuty Malware Protection'),
    }),
  })
  .transform(
    ({ detail: { s3ObjectDetails, scanResultDetails, scannedBy } }): ScanResult => ({
      ...{ bucket: s3ObjectDetails.bucketName, key: s3ObjectDetails.objectKey, versionId: s3ObjectDetails.versionId },
      ...{
        status: scanResultDetails.scanResultStatus,
        threat: scanResultDetails.threats?.[0]?.name ?? null,
        scannedBy,
      },
    }),
  );
