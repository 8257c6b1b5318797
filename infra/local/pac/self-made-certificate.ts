import { generateKeyPairSync, randomInt } from 'node:crypto';
import forge from '@vilic/node-forge';

/** A certificate as the SAT makes them for seals, but made here: nobody outside of this machine believes it. */
export interface SelfMadeCertificate {
  /** Twenty digits. */
  readonly number: string;
  /** Base64 of DER. */
  readonly certificate: string;
  readonly privateKey: string;
  readonly passphrase: string;
  /** PEM, to sign without the passphrase. */
  readonly signingKey: string;
}

/** Subject of the SAT's certificates: the RFC stands in the unique identifier (X.500 2.5.4.45). */
const UNIQUE_IDENTIFIER = '2.5.4.45';

/** Makes a certificate of the RFC, good for four years from `from`, and says so in its name. */
export function makeCertificate(rfc: string, name: string, from: Date): SelfMadeCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const key = forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
  const number = `9000100000${String(randomInt(10 ** 10)).padStart(10, '0')}`;
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  // The SAT writes the twenty digits as the bytes of the serial number.
  certificate.serialNumber = Buffer.from(number, 'ascii').toString('hex');
  certificate.validity.notBefore = from;
  certificate.validity.notAfter = new Date(from.getTime() + 4 * 365 * 86_400_000);
  const subject = [
    { name: 'commonName', value: `${name} (hecho aqui, sin validez)` },
    { name: 'organizationName', value: name },
    { type: UNIQUE_IDENTIFIER, value: `${rfc} / ` },
    { name: 'organizationalUnitName', value: 'Hecho en esta maquina' },
  ];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.sign(key, forge.md.sha256.create());
  const der = forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes();
  const passphrase = 'hecha-en-esta-maquina';
  const sealed = privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'des-ede3-cbc', passphrase });
  return {
    ...{ number, passphrase, signingKey },
    certificate: Buffer.from(der, 'binary').toString('base64'),
    privateKey: sealed.toString('base64'),
  };
}
