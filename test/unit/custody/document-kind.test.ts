import { describe, expect, it } from 'vitest';
import { DOCUMENT_KINDS } from '../../../shared/vault/document-kinds.ts';
import { documentKindSchema } from '../../../shared/vault/vault-document.ts';

describe('a kind of document', () => {
  it('is one that is known, and no word that every object of JavaScript knows', () => {
    for (const kind of Object.keys(DOCUMENT_KINDS)) expect(documentKindSchema.parse(kind)).toBe(kind);
    for (const word of ['constructor', 'toString', '__proto__', 'factura', ''])
      expect(documentKindSchema.safeParse(word).success, word).toBe(false);
  });
});
