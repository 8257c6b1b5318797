import { createHash } from 'node:crypto';
import * as z from 'zod';
import { EICAR } from '../../../infra/local/malware/scanner.ts';
import type { Runner } from '../../../infra/local/runner.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { letterheadPdf } from '../../../shared/documents/letterhead-pdf.ts';
import { drawParagraph } from '../../../shared/documents/pdf-blocks.ts';
import { repositoryAssets } from '../../unit/documents/repository-assets.ts';
import type { DemoFile } from '../lending/portfolio.ts';
import { askApi } from '../staff-api.ts';

const uploadSchema = z.object({
  document: z.object({ documentId: z.string() }),
  form: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }).nullable(),
});
const documentSchema = z.object({ status: z.string(), statusName: z.string(), scannedBy: z.string().nullable() });

/** The custodian uploads a scan of a pagaré, and a file that the malware scan knows. Done again it finds what it did. */
export async function scanTwoFiles(runner: Runner, file: DemoFile | undefined): Promise<string> {
  const note = file?.notes[0]?.item;
  if (file === undefined || note === undefined) return 'ningún expediente';
  const scan = await letterheadPdf(
    repositoryAssets,
    {
      title: 'Pagaré digitalizado (muestra)',
      folio: note.contractNumber,
      printedAt: new Date(`${note.signedOn}T17:00:00Z`),
    },
    (document) => drawParagraph(document, 'Documento de muestra de la demostración: no obliga a nadie.'),
  );
  const clean = await upload(runner, file, 'promissory-note', scan);
  const infected = await upload(runner, file, 'contract', Buffer.from(`%PDF-1.7\n${EICAR}\n`));
  return `${note.contractNumber}: ${clean.statusName} (${clean.scannedBy?.split(':')[0]}); el infectado: ${infected.statusName}`;
}

async function upload(
  runner: Runner,
  { file: { fileId, office }, notes }: DemoFile,
  kind: string,
  bytes: Uint8Array,
): Promise<z.output<typeof documentSchema>> {
  const custodian = { role: 'custodian', office };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { document, form } = uploadSchema.parse(
    await askApi(runner, {
      ...{ ...custodian, method: 'POST', path: `/v1/files/${fileId}/documents` },
      headers: { 'idempotency-key': deterministicId('demo-scan', `${fileId} ${kind}`) },
      body: {
        ...{ kind, proves: { type: 'note', id: notes[0]?.item.noteId }, contentType: 'application/pdf' },
        ...{ bytes: bytes.length, sha256, fileName: `${kind}.pdf` },
      },
    }),
  );
  if (form !== null) {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
    body.set('file', new Blob([new Uint8Array(bytes)]), `${kind}.pdf`);
    const answer = await fetch(form.url, { method: 'POST', body });
    if (!answer.ok) throw new Error(`POST ${kind}: ${answer.status}`);
    await runner.waitUntilQuiet();
  }
  return documentSchema.parse(await askApi(runner, { ...custodian, path: `/v1/documents/${document.documentId}` }));
}
