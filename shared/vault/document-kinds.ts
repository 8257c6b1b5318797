import type { ContentType } from './content-type.ts';

/** What a document proves something about. */
export const SUBJECT_TYPES = [
  'file',
  'borrower',
  'note',
  'agreement',
  'case',
  'movement',
  'dispute',
  'invoice',
  'institute',
] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

export interface DocumentKindRule {
  /** Spanish, as a person says it. */
  readonly nameEs: string;
  readonly proves: readonly SubjectType[];
  /** What people may upload it as; none of what the institute itself makes. */
  readonly uploadedAs: readonly ContentType[];
  /** Bytes of an upload. */
  readonly mostBytes: number;
  /** Of the table of retention (shared/vault/retention.ts). */
  readonly series: Series;
}

/** Series of the institute's archive that scans belong to. */
export const SERIES = ['credit-file', 'tax', 'personal-data', 'act', 'evidence'] as const;
export type Series = (typeof SERIES)[number];

const SCANS: readonly ContentType[] = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'];
/** Bytes of a scan that is uploaded. */
export const LARGEST_SCAN = 25_000_000;
const scan = (nameEs: string, proves: readonly SubjectType[], series: Series = 'credit-file'): DocumentKindRule => ({
  ...{ nameEs, proves, series, uploadedAs: SCANS, mostBytes: LARGEST_SCAN },
});
const own = (nameEs: string, proves: readonly SubjectType[], series: Series): DocumentKindRule => ({
  ...{ nameEs, proves, series, uploadedAs: [], mostBytes: LARGEST_SCAN },
});

/** Every kind of document of the vault, as data. */
export const DOCUMENT_KINDS = {
  contract: scan('Contrato', ['note']),
  'promissory-note': scan('Pagaré', ['note']),
  guarantee: scan('Garantía', ['note', 'agreement', 'file']),
  agreement: scan('Convenio firmado', ['agreement']),
  identification: scan('Identificación', ['borrower', 'file']),
  'proof-of-address': scan('Comprobante de domicilio', ['borrower', 'file']),
  'certificate-of-studies': scan('Constancia de estudios', ['borrower', 'file', 'note']),
  'proof-of-payment': scan('Comprobante de pago', ['movement', 'note', 'file']),
  'filing-receipt': scan('Acuse de demanda', ['case']),
  evidence: scan('Evidencia', ['dispute', 'case', 'file'], 'evidence'),
  'delivery-receipt': scan('Acuse de entrega de documentos', ['file']),
  'arco-request': scan('Solicitud de derechos ARCO', ['borrower', 'file'], 'personal-data'),
  'received-xml': {
    ...scan('Comprobante XML recibido', ['movement', 'file', 'case'], 'tax'),
    uploadedAs: ['application/xml'],
  },
  'no-debt-letter': own('Carta de No Adeudo', ['file'], 'credit-file'),
  'zero-statement': own('Estado de Cuenta en Ceros', ['file'], 'credit-file'),
  invoice: own('Factura (CFDI)', ['invoice'], 'tax'),
  act: own('Acta', ['institute', 'file', 'case'], 'act'),
  'personal-data-package': own('Paquete de datos personales', ['borrower', 'file'], 'personal-data'),
} as const satisfies Readonly<Record<string, DocumentKindRule>>;
export type DocumentKind = keyof typeof DOCUMENT_KINDS;

export const isDocumentKind = (text: string): text is DocumentKind => Object.hasOwn(DOCUMENT_KINDS, text);
export const kindRule = (kind: DocumentKind): DocumentKindRule => DOCUMENT_KINDS[kind];
