import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { CampaignPaper } from './campaign-paper.ts';

/** Where papers for many people lie: under this prefix, which the bucket empties after 90 days. */
export const PAPERS_PREFIX = 'campaigns/';

const TYPES: Readonly<Record<CampaignPaper['kind'], { readonly extension: string; readonly contentType: string }>> = {
  letters: { extension: 'pdf', contentType: 'application/pdf' },
  workbook: {
    extension: 'xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
};

type Part = { readonly paper: Pick<CampaignPaper, 'paperId' | 'kind'>; readonly number: number };

export interface PaperObjects {
  /** Puts a part, over an earlier try of it. */
  put(part: Part, bytes: Uint8Array): Promise<void>;
  /** A link that anybody who has it may fetch the part by, until it expires. */
  link(part: Part, seconds: number): Promise<string>;
}

/** Parts by number, from 1 on, as objects of a bucket. A PDF of a thousand letters does not fit in an answer of Lambda. */
export function createPaperObjects(s3: S3Client, Bucket: string): PaperObjects {
  const keyOf = ({ paper: { paperId, kind }, number }: Part) =>
    `${PAPERS_PREFIX}${paperId}/${fileNameOf({ kind, number })}`;
  return {
    async put(part, Body) {
      const { contentType: ContentType } = TYPES[part.paper.kind];
      await s3.send(new PutObjectCommand({ Bucket, Key: keyOf(part), Body, ContentType, ChecksumAlgorithm: 'SHA256' }));
    },
    link: (part, expiresIn) => {
      const fileName = fileNameOf({ kind: part.paper.kind, number: part.number });
      const ResponseContentDisposition = `attachment; filename="${fileName}"`;
      const command = new GetObjectCommand({ Bucket, Key: keyOf(part), ResponseContentDisposition });
      return getSignedUrl(s3, command, { expiresIn });
    },
  };
}

/** "cartas-001.pdf". */
const fileNameOf = ({ kind, number }: { readonly kind: CampaignPaper['kind']; readonly number: number }): string =>
  kind === 'letters'
    ? `cartas-${String(number).padStart(3, '0')}.${TYPES[kind].extension}`
    : `campana.${TYPES[kind].extension}`;
