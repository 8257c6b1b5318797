import type { ContentType } from '../../../shared/vault/content-type.ts';
import type { DocumentKind } from '../../../shared/vault/document-kinds.ts';

/** What the name of a scan of a mass upload says. */
export interface ScanName {
  /** Contract numbers that it may mean, the likeliest first: a file's name cannot hold the slash that most have. */
  readonly contracts: readonly string[];
  readonly kind: DocumentKind;
  readonly contentType: ContentType;
}

/** The words by which a name says what the scan is; those of a note or of the person who owes it. */
const KIND_WORDS: ReadonlyMap<string, DocumentKind> = new Map([
  ['contrato', 'contract'],
  ['pagare', 'promissory-note'],
  ['garantia', 'guarantee'],
  ['identificacion', 'identification'],
  ['ine', 'identification'],
  ['domicilio', 'proof-of-address'],
  ['estudios', 'certificate-of-studies'],
]);

const EXTENSION_TYPES: ReadonlyMap<string, ContentType> = new Map([
  ['pdf', 'application/pdf'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['tif', 'image/tiff'],
  ['tiff', 'image/tiff'],
]);

/** Why a name says too little. */
export type NameFault = 'no-kind' | 'no-type' | 'no-contract';

/**
 * Reads the name of a scan: contract number, a blank or underscore, what it is, extension; "CE-2014-00231 pagare.pdf",
 * "CE-2014-00231_contrato_2.tif". Case and accents do not count; what stands behind the kind is the scanner's. Pure.
 */
export function readScanName(path: string): ScanName | NameFault {
  const name = path.split(/[/\\]/).at(-1) ?? '';
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  const [, stem = '', extension = ''] = /^(.*)\.([A-Za-z]+)$/.exec(plain) ?? [];
  const contentType = EXTENSION_TYPES.get(extension.toLowerCase());
  if (contentType === undefined) return 'no-type';
  const [contract = '', ...words] = stem.trim().split(/[\s_]+/);
  const kind = words.map((word) => KIND_WORDS.get(word.toLowerCase())).find((found) => found !== undefined);
  if (kind === undefined) return 'no-kind';
  const number = contract.toUpperCase();
  if (!/\d/.test(number)) return 'no-contract';
  const last = number.lastIndexOf('-');
  const slashed = last === -1 ? [] : [`${number.slice(0, last)}/${number.slice(last + 1)}`];
  return { contracts: [...slashed, number], kind, contentType };
}
