import { nodeToXmlString } from '@nodecfdi/cfdi-core';
import type { Comprobante } from '@nodecfdi/cfdi-elements/cfdi40';
import { Credential } from '@nodecfdi/credentials/node';
import { originalString } from './original-string.ts';

/** The institute's certificado de sello digital, as the secret store keeps it: base64 of the DER files of the SAT. */
export interface SealingFiles {
  readonly certificate: string;
  readonly privateKey: string;
  readonly passphrase: string;
}

export interface Sealer {
  /** RFC that the certificate was issued to. */
  readonly rfc: string;
  /** Twenty digits. */
  readonly certificateNumber: string;
  readonly validTo: Date;
  /** The XML to be stamped: with certificate and seal (SHA-256 with RSA, Anexo 20). */
  seal(cfdi: Comprobante): string;
}

/** Opens the certificate. Throws when the key is another's or the passphrase is wrong. */
export function openSealer({ certificate, privateKey, passphrase }: SealingFiles): Sealer {
  const bytes = (base64: string) => Buffer.from(base64, 'base64').toString('binary');
  const credential = Credential.create(bytes(certificate), bytes(privateKey), passphrase);
  const certificateNumber = credential.certificate().serialNumber().bytes();
  return {
    rfc: credential.rfc(),
    certificateNumber,
    validTo: credential.certificate().validTo(),
    seal(cfdi) {
      cfdi.setAttribute('NoCertificado', certificateNumber);
      cfdi.setAttribute('Certificado', credential.certificate().pemAsOneLine());
      // The library takes a string for bytes: left as it is, an accent would be signed as Latin-1 and the SAT refuse the seal.
      const utf8 = Buffer.from(originalString(cfdi), 'utf8').toString('binary');
      const signed = credential.sign(utf8, 'sha256');
      cfdi.setAttribute('Sello', Buffer.from(signed, 'binary').toString('base64'));
      return nodeToXmlString(cfdi, true);
    },
  };
}
