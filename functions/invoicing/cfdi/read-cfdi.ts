import { nodeFromXmlString } from '@nodecfdi/cfdi-core';
import type { XmlNodeInterface } from '@nodecfdi/cfdi-core/types';
import { originalString } from './original-string.ts';

/** What the SAT's stamp says (complement TimbreFiscalDigital 1.1). */
export interface Stamp {
  /** Folio fiscal, upper case. */
  readonly uuid: string;
  /** "2026-11-27T10:06:12", time of the centre of Mexico. */
  readonly stampedAt: string;
  readonly pacRfc: string;
  readonly satCertificate: string;
  readonly satSeal: string;
  /** What the PAC wrote beside it, such as that it is a trial's. */
  readonly legend: string | null;
  /** Cadena original of the stamp, as it is printed. */
  readonly originalString: string;
}

export const readCfdi = (xml: string): XmlNodeInterface => nodeFromXmlString(xml);

/**
 * The stamp of what a PAC answered for the XML that was sent. Throws a RangeError when it is the stamp of something else:
 * another content or another seal. Nothing else of what a PAC answers is believed.
 */
export function readStamp(sent: string, answered: string): Stamp {
  const ours = readCfdi(sent);
  const theirs = readCfdi(answered);
  const stamp = theirs.searchNode('cfdi:Complemento', 'tfd:TimbreFiscalDigital');
  if (stamp === undefined) throw new RangeError('the PAC answered a CFDI without a stamp');
  const seal = ours.getAttribute('Sello');
  const isOurs = [theirs.getAttribute('Sello'), stamp.getAttribute('SelloCFD')].every((told) => told === seal);
  if (!isOurs || originalString(ours) !== originalString(theirs))
    throw new RangeError('the PAC answered the stamp of another CFDI');
  return {
    uuid: stamp.getAttribute('UUID').toUpperCase(),
    stampedAt: stamp.getAttribute('FechaTimbrado'),
    pacRfc: stamp.getAttribute('RfcProvCertif'),
    satCertificate: stamp.getAttribute('NoCertificadoSAT'),
    satSeal: stamp.getAttribute('SelloSAT'),
    legend: stamp.hasAttribute('Leyenda') ? stamp.getAttribute('Leyenda') : null,
    originalString: originalString(stamp),
  };
}

/** What the SAT asks to verify a CFDI: as its page and its service take it (Anexo 20, II.D). */
export function expressionOf(cfdi: XmlNodeInterface, uuid: string): string {
  const of = (...path: string[]) => cfdi.searchAttribute(...path);
  const parts = {
    id: uuid,
    re: of('cfdi:Emisor', 'Rfc'),
    rr: of('cfdi:Receptor', 'Rfc'),
    tt: cfdi.getAttribute('Total'),
    fe: cfdi.getAttribute('Sello').slice(-8),
  };
  return `?${Object.entries(parts)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%3D', '=')}`)
    .join('&')}`;
}

/** Where whoever holds the paper verifies it. */
export const VERIFICATION_PAGE = 'https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx';
