import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type CalendarDate, dayNumber } from '../../../../shared/calendar/calendar-date.ts';
import { OFFICES, type Office, officeSchema } from '../../../../shared/institute/offices.ts';
import { byComponentSchema } from '../../../../shared/ledger/event-schema.ts';
import { batchDelete, batchPut } from '../../../../shared/store/batches.ts';
import { refuseCursor } from '../../../../shared/store/cursor.ts';
import { queryAll, queryPage } from '../../../../shared/store/pages.ts';
import type { QualifyingFile } from './preview-segment.ts';

const fileSchema = z.object({
  fileId: z.string(),
  office: officeSchema,
  noteIds: z.array(z.string()).min(1),
  owed: byComponentSchema,
  forgives: byComponentSchema,
  pays: z.int(),
});

export interface PreviewFilesPage {
  readonly files: readonly QualifyingFile[];
  readonly cursor: string | undefined;
}

/** The files that qualify in a preview, an item each, so that a request pages through them without computing anything. */
export interface PreviewFiles {
  /** The files of a segment; those that are there already are replaced. */
  put(
    preview: { readonly previewId: string; readonly keptUntil: CalendarDate },
    segment: number,
    files: readonly QualifyingFile[],
  ): Promise<void>;
  /** Takes away what a run that was cut off left of a segment. */
  clear(previewId: string, segment: number): Promise<void>;
  /** Of some offices, one after the other; a page ends where its office does. */
  page(
    previewId: string,
    offices: readonly Office[],
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<PreviewFilesPage>;
}

/**
 * In the system table: PK `PREVIEW#<previewId>#<OFFICE>`, SK `FILE#<segment>#<fileId>`, some 0.6 KB each, cleared away by
 * TTL after `keptUntil`.
 */
export function createPreviewFiles(client: DynamoDBDocumentClient, TableName: string): PreviewFiles {
  const partition = (previewId: string, office: Office) => `PREVIEW#${previewId}#${office.toUpperCase()}`;
  const prefix = (segment: number) => `FILE#${String(segment).padStart(3, '0')}#`;
  const queryOf = (previewId: string, office: Office, begins = 'FILE#') => ({
    TableName,
    KeyConditionExpression: 'PK = :preview AND begins_with(SK, :begins)',
    ExpressionAttributeValues: { ':preview': partition(previewId, office), ':begins': begins },
  });
  return {
    async put({ previewId, keptUntil }, segment, files) {
      // Past the last second of that day in Hermosillo.
      const expiresAt = (dayNumber(keptUntil) + 2) * 86_400;
      const items = files.map((file) => ({
        PK: partition(previewId, file.office),
        SK: `${prefix(segment)}${file.fileId}`,
        ...file,
        expiresAt,
      }));
      await batchPut(client, TableName, items);
    },
    async clear(previewId, segment) {
      for (const office of OFFICES) {
        const left = queryAll(client, { ...queryOf(previewId, office, prefix(segment)), ConsistentRead: true });
        const keys: { PK: unknown; SK: unknown }[] = [];
        for await (const { PK, SK } of left) keys.push({ PK, SK });
        if (keys.length > 0) await batchDelete(client, TableName, keys);
      }
    },
    async page(previewId, offices, { limit, cursor: after }) {
      const place = placeOf(offices, after);
      if (place === undefined) return { files: [], cursor: undefined };
      const { office, next, cursor } = place;
      const page = await queryPage(client, queryOf(previewId, office), { limit, cursor });
      const following = next === undefined ? undefined : `${next}.`;
      return {
        files: page.items.map((item) => fileSchema.parse(item)),
        cursor: page.cursor === undefined ? following : `${office}.${page.cursor}`,
      };
    },
  };
}

/** The office whose files come next, the one behind it, and where to go on in it. Throws for a cursor of other offices. */
function placeOf(offices: readonly Office[], after: string | undefined) {
  const [named = '', cursor] = after?.split('.') ?? [];
  const order: readonly string[] = offices;
  const index = after === undefined ? 0 : order.indexOf(named);
  if (index === -1) throw refuseCursor();
  const office = offices[index];
  return office === undefined ? undefined : { office, next: offices[index + 1], cursor: cursor || undefined };
}
