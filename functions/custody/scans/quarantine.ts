import { GetObjectCommand, GetObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { verdictSchema } from '../../../shared/vault/scan-result.ts';
import type { ScanVerdict } from './scan-verdict.ts';
import { quarantineKey } from './upload-form.ts';

/** What people uploaded, before it is taken over: read only when the scan says that it is clean (infra/constructs/malware-scan.ts). */
export interface Quarantine {
  read(object: Pick<ScanVerdict, 'documentId' | 'objectVersion'>): Promise<Uint8Array>;
  /** The newest object of a document and what its tag says of it; undefined: nothing was uploaded. */
  look(
    documentId: string,
  ): Promise<{ readonly objectVersion: string; readonly status: ScanVerdict['status'] | undefined } | undefined>;
}

export function createQuarantine(s3: S3Client, Bucket: string): Quarantine {
  return {
    async read({ documentId, objectVersion }) {
      const get = new GetObjectCommand({ Bucket, Key: quarantineKey(documentId), VersionId: objectVersion });
      const { Body } = await s3.send(get);
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    async look(documentId) {
      // Its tags may be asked for whatever they say; its bytes and its head may not.
      const tagging = new GetObjectTaggingCommand({ Bucket, Key: quarantineKey(documentId) });
      const answer = await s3.send(tagging).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      });
      if (answer?.VersionId === undefined) return undefined;
      const said = answer.TagSet?.find((tag) => tag.Key === 'GuardDutyMalwareScanStatus')?.Value;
      return { objectVersion: answer.VersionId, status: verdictSchema.safeParse(said).data };
    },
  };
}
