/** What a document may be. Nobody's word is taken for it: a file is what its first bytes say. */
export const CONTENT_TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff', 'application/xml'] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

export const CONTENT_TYPE_NAMES_ES: Readonly<Record<ContentType, string>> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPG',
  'image/png': 'PNG',
  'image/tiff': 'TIFF',
  'application/xml': 'XML',
};

export const EXTENSIONS: Readonly<Record<ContentType, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tif',
  'application/xml': 'xml',
};

/** Bytes by which a file of each kind begins; XML may have a byte order mark before its declaration. */
const FIRST_BYTES: Readonly<Record<ContentType, readonly (readonly number[])[]>> = {
  'application/pdf': [[...Buffer.from('%PDF-')]],
  'image/jpeg': [[0xff, 0xd8, 0xff]],
  'image/png': [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  'image/tiff': [
    [0x49, 0x49, 0x2a, 0x00],
    [0x4d, 0x4d, 0x00, 0x2a],
  ],
  'application/xml': [[...Buffer.from('<?xml')], [0xef, 0xbb, 0xbf, ...Buffer.from('<?xml')]],
};

/** Bytes that are needed to tell. */
export const SNIFFED_BYTES = 8;

/** What a file is, by its first eight bytes; null: none that is taken. */
export const contentTypeOf = (bytes: Uint8Array): ContentType | null =>
  CONTENT_TYPES.find((type) => FIRST_BYTES[type].some((first) => first.every((byte, at) => bytes[at] === byte))) ??
  null;
