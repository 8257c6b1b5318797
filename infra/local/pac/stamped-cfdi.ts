import { createSign, createVerify, randomUUID, X509Certificate } from 'node:crypto';
import { nodeFromXmlString } from '@nodecfdi/cfdi-core';
import type { XmlNodeInterface } from '@nodecfdi/cfdi-core/types';
import type { SelfMadeCertificate } from './self-made-certificate.ts';

/** A CFDI as the stand-in keeps it. */
export interface StampedCfdi {
  readonly uuid: string;
  readonly sent: string;
  readonly tfd: string;
  readonly cfdi: string;
  readonly issuer: string;
  readonly total: string;
}

export class BadCfdi extends Error {
  override readonly name = 'BadCfdi';
}

/** Attributes of the head in the order of the cadena original; all other elements tell theirs in the schema's. */
const HEAD =
  'Version Serie Folio Fecha FormaPago NoCertificado SubTotal Moneda Total TipoDeComprobante Exportacion MetodoPago LugarExpedicion';
const LATEST_MS = 72 * 3_600_000;
/** Clocks differ. */
const EARLIEST_MS = 5 * 60_000;
/** The CFDI says the time of Hermosillo, the SAT's stamp that of the centre of the country. */
const HERMOSILLO_MS = 7 * 3_600_000;
const CENTRE_MS = 6 * 3_600_000;
const LEGEND = 'Timbre hecho en esta máquina para pruebas: SIN VALIDEZ FISCAL';

/** Written apart from the product's, so that one mistake does not prove the other. */
function cadena(node: XmlNodeInterface): string[] {
  const name = node.name();
  if (name === 'tfd:TimbreFiscalDigital') return [];
  const order = name === 'cfdi:Comprobante' ? HEAD.split(' ') : [...node.attributes()].map(([key]) => key);
  const own = order
    .filter((key) => !/^(xmlns|xsi:)/.test(key) && node.hasAttribute(key))
    .map((key) => node.getAttribute(key));
  const children = [...node.children()].flatMap(cadena);
  return name === 'cfdi:Impuestos' ? [...children, ...own] : [...own, ...children];
}

/** Stamps a sealed CFDI at an instant. Throws BadCfdi, with the SAT's code, when its seal or date is no good. */
export function stampCfdi(sent: string, seal: SelfMadeCertificate, pacRfc: string, now: Date): StampedCfdi {
  const node = parse(sent);
  const { publicKey, subject, validFrom, validTo } = new X509Certificate(
    Buffer.from(node.getAttribute('Certificado'), 'base64'),
  );
  const text = `||${cadena(node).join('|')}||`;
  const sello = node.getAttribute('Sello');
  if (!createVerify('RSA-SHA256').update(text, 'utf8').verify(publicKey, sello, 'base64'))
    throw new BadCfdi('302. El sello del comprobante no es válido.');
  const issued = Date.parse(`${node.getAttribute('Fecha')}Z`) + HERMOSILLO_MS;
  if (issued > now.getTime() + EARLIEST_MS || now.getTime() - issued > LATEST_MS)
    throw new BadCfdi('401. Fecha y hora de generación fuera de rango.');
  if (issued < Date.parse(validFrom) || issued > Date.parse(validTo))
    throw new BadCfdi('305. La fecha de emisión no está dentro de la vigencia del certificado.');
  const issuer = node.searchAttribute('cfdi:Emisor', 'Rfc');
  if (!subject.includes(`=${issuer} `)) throw new BadCfdi('303. El sello no corresponde al emisor.');
  const uuid = randomUUID();
  const at = new Date(now.getTime() - CENTRE_MS).toISOString().slice(0, 19);
  const own = ['1.1', uuid, at, pacRfc, LEGEND, sello, seal.number];
  const selloSat = createSign('RSA-SHA256')
    .update(`||${own.join('|')}||`, 'utf8')
    .sign(seal.signingKey, 'base64');
  const tfd = `<tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.sat.gob.mx/TimbreFiscalDigital http://www.sat.gob.mx/sitio_internet/cfd/TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd" Version="1.1" UUID="${uuid}" FechaTimbrado="${at}" RfcProvCertif="${pacRfc}" Leyenda="${LEGEND}" SelloCFD="${sello}" NoCertificadoSAT="${seal.number}" SelloSAT="${selloSat}"/>`;
  const cfdi = sent.includes('</cfdi:Complemento>')
    ? sent.replace('</cfdi:Complemento>', `${tfd}</cfdi:Complemento>`)
    : sent.replace('</cfdi:Comprobante>', `<cfdi:Complemento>${tfd}</cfdi:Complemento></cfdi:Comprobante>`);
  return {
    uuid,
    sent,
    tfd,
    cfdi,
    issuer,
    total: node.getAttribute('Total'),
  };
}

function parse(sent: string): XmlNodeInterface {
  try {
    return nodeFromXmlString(sent);
  } catch {
    throw new BadCfdi('301. XML mal formado.');
  }
}
