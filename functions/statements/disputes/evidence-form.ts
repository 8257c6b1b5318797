import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { html, type SafeHtml } from '../../../shared/documents/html-text.ts';
import { EVERY_PAGE } from '../../../shared/http/page-handler.ts';
import {
  type EvidenceFile,
  type EvidenceKind,
  MOST_EVIDENCE,
  MOST_EVIDENCE_BYTES,
  newEvidenceKey,
} from './evidence.ts';

/** Long enough to look for a file. */
const FORM_SECONDS = 900;
/** Where the browser goes when the file is there: a page of nobody's, since the cookie does not come back with it. */
export const RECEIVED_PATH = '/recibido';

const KIND_NAMES_ES: Readonly<Record<EvidenceKind, string>> = { pdf: 'PDF', jpg: 'JPG', png: 'PNG' };

/** A plain form straight to the bucket: no script, and the file never passes through a function of ours. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Signs a form by which one file of 1 byte to 10 MB may be put under one new key. */
export async function uploadForm(
  s3: S3Client,
  Bucket: string,
  { disputeId, now, publicUrl }: { readonly disputeId: string; readonly now: Date; readonly publicUrl: string },
): Promise<UploadForm> {
  const back = `${publicUrl}${RECEIVED_PATH}`;
  return createPresignedPost(s3, {
    ...{ Bucket, Key: newEvidenceKey(disputeId, now), Expires: FORM_SECONDS },
    Fields: { success_action_redirect: back },
    Conditions: [
      ['content-length-range', 1, MOST_EVIDENCE_BYTES],
      ['eq', '$success_action_redirect', back],
    ],
  });
}

/** The policy of a page with such a form: its bucket, besides us, may be sent to. */
export const policyWith = ({ url }: UploadForm): Record<string, string> => ({
  'content-security-policy': (EVERY_PAGE['content-security-policy'] ?? '').replace(
    "form-action 'self'",
    `form-action 'self' ${new URL(url).origin}`,
  ),
});

/** What was uploaded, and the form for more while there may be more. */
export function evidenceSection(files: readonly EvidenceFile[], form: UploadForm | undefined): SafeHtml {
  return html`<h2>Sus documentos</h2>
${files.length === 0 ? html`<p>Todavía no ha subido ninguno.</p>` : html`<ul>${files.map(listed)}</ul>`}
${form === undefined ? null : formOf(form)}`;
}

const listed = (file: EvidenceFile, index = 0): SafeHtml => html`<li>Documento ${index + 1}: ${told(file)}</li>`;

function told({ verdict, kind, bytes }: EvidenceFile): string {
  switch (verdict) {
    case 'pending':
      return 'recibido; lo estamos revisando.';
    case 'infected':
      return 'contiene software dañino y no se tomó. Revise su equipo y suba otro.';
    case 'unread':
      return 'no se pudo revisar (por ejemplo, tiene contraseña) y no se tomó. Súbalo sin protección.';
    case 'clean':
      return kind === null
        ? 'no es PDF, JPG ni PNG y no se tomó. Súbalo en uno de esos formatos.'
        : `${KIND_NAMES_ES[kind]} de ${Math.max(1, Math.round(bytes / 1_000))} KB, recibido.`;
  }
}

const formOf = ({
  url,
  fields,
}: UploadForm): SafeHtml => html`<form method="post" action="${url}" enctype="multipart/form-data">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label for="file">Subir un documento</label>
<p class="hint" id="ayuda-file">PDF, JPG o PNG, de hasta 10 MB; hasta ${MOST_EVIDENCE}. Por ejemplo su ficha de pago. Los revisamos antes de abrirlos.</p>
<input type="file" id="file" name="file" accept="application/pdf,image/jpeg,image/png" required aria-describedby="ayuda-file">
<button>Subir</button>
</form>`;
