import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { queryPage } from '../../../shared/store/pages.ts';
import { DISPOSITIONS } from '../../../shared/vault/vault-objects.ts';

/** Why somebody opens a document. */
export const PURPOSES_ES = {
  attention: 'Atención a la persona',
  collection: 'Cobranza y negociación',
  judicial: 'Juicio',
  dispute: 'Aclaración o queja',
  custody: 'Resguardo y revisión',
  arco: 'Derechos ARCO',
  audit: 'Auditoría',
} as const;
type Purpose = keyof typeof PURPOSES_ES;
export const PURPOSES = Object.keys(PURPOSES_ES).filter((key): key is Purpose => key in PURPOSES_ES);

/** That somebody asked for the bytes of a document. Nothing changes or deletes it. */
export const openingSchema = z.object({
  documentId: z.string(),
  /** UTC instant, ISO. */
  at: z.string(),
  by: z.string(),
  roles: z.array(z.string()),
  purpose: z.enum(PURPOSES),
  reason: z.string(),
  disposition: z.enum(DISPOSITIONS),
});
export type Opening = z.output<typeof openingSchema>;

export interface OpeningStore {
  note(opening: Opening): Promise<void>;
  /** Newest first. */
  ofDocument(
    documentId: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly openings: readonly Opening[]; readonly cursor: string | undefined }>;
}

/** Openings beside their document in the documents table. */
export function createOpeningStore(client: DynamoDBDocumentClient, TableName: string): OpeningStore {
  const partition = (documentId: string) => `DOC#${documentId}`;
  return {
    async note(opening) {
      const SK = `OPENING#${opening.at}#${randomUUID()}`;
      await client.send(new PutCommand({ TableName, Item: { PK: partition(opening.documentId), SK, ...opening } }));
    },
    async ofDocument(documentId, page) {
      const query = {
        TableName,
        KeyConditionExpression: 'PK = :document AND begins_with(SK, :opening)',
        ExpressionAttributeValues: { ':document': partition(documentId), ':opening': 'OPENING#' },
        ScanIndexForward: false,
        ConsistentRead: true,
      };
      const { items, cursor } = await queryPage(client, query, page);
      return { openings: items.map((item) => openingSchema.parse(item)), cursor };
    },
  };
}
