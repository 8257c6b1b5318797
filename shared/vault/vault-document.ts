import * as z from 'zod';
import { officeSchema } from '../institute/offices.ts';
import { calendarDateSchema } from '../register/person-fields.ts';
import { stateSchema, trackedFields } from '../transitions/tracked.ts';
import { CONTENT_TYPES, type ContentType, EXTENSIONS } from './content-type.ts';
import { isDocumentKind, SUBJECT_TYPES } from './document-kinds.ts';
import { documentMachine } from './document-machine.ts';

export const documentKindSchema = z.string().refine(isDocumentKind, 'No se conoce esa clase de documento.');

/** Whom or what a document proves something about. */
export const subjectSchema = z.object({ type: z.enum(SUBJECT_TYPES), id: z.string().min(1).max(100) });
export type Subject = z.output<typeof subjectSchema>;

/** Why an upload was not taken. */
export const DOCUMENT_REFUSALS = {
  infected: 'Contiene software dañino. No lo abra; límpielo o digitalice de nuevo el original.',
  unread: 'No se pudo revisar si es seguro (por ejemplo, tiene contraseña). Súbalo sin protección.',
  'never-scanned': 'Nada alcanzó a revisarlo, y lo que se subió ya no está. Súbalo otra vez.',
  'wrong-type': 'Su contenido no es de la clase que se declaró. Súbalo como lo que es, o digitalice de nuevo.',
  'wrong-bytes': 'Lo que llegó no es el archivo que se declaró. Súbalo otra vez.',
} as const;
export type DocumentRefusal = keyof typeof DOCUMENT_REFUSALS;

/** What is known of a document. Its bytes are the vault's, under their hash. */
export const vaultDocumentSchema = z.object({
  documentId: z.string(),
  kind: documentKindSchema,
  /** The file it belongs to; null: the institute's own. */
  fileId: z.string().nullable(),
  office: officeSchema,
  proves: subjectSchema,
  contentType: z.enum(CONTENT_TYPES),
  bytes: z.int().positive(),
  /** Of the bytes, hex; as declared until they are there. */
  sha256: z.string().length(64),
  /** As people see it: letters, digits, dots, dashes. */
  fileName: z.string(),
  /** Of the object in the vault; null until it is there. */
  versionId: z.string().nullable(),
  /** What looked at it; null: the institute made it, or nothing looked yet. */
  scannedBy: z.string().nullable(),
  refusal: z
    .enum(Object.keys(DOCUMENT_REFUSALS).filter((key): key is DocumentRefusal => key in DOCUMENT_REFUSALS))
    .nullable(),
  /** Name of the threat, as the scanner says it. */
  threat: z.string().nullable(),
  /** The documents before and after it, when one replaced the other. */
  replaces: z.string().nullable(),
  replacedBy: z.string().nullable(),
  /** What holds it until they end: `dispute:<id>`, `case:<id>`, `correction:<id>`. */
  holds: z.array(z.string()),
  requestedBy: z.string(),
  /** Business day. */
  on: calendarDateSchema,
  /** UTC instant, ISO. */
  requestedAt: z.string(),
  state: stateSchema(documentMachine),
  ...trackedFields,
});
export type VaultDocument = z.output<typeof vaultDocumentSchema>;

/**
 * A name without folders or anything that a header, a URL or a shell would read as more than a name. It ends as what the file
 * is, whatever it was called: nothing is opened as something else.
 */
export function safeName(fileName: string, contentType: ContentType): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? '';
  const unaccented = name.normalize('NFD').replace(/\p{M}/gu, '');
  const stem = unaccented.replace(/\.[A-Za-z][A-Za-z0-9]{0,4}$/, '');
  const plain = stem.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  return `${plain.slice(0, 96) || 'archivo'}.${EXTENSIONS[contentType]}`;
}
