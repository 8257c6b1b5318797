import { Comprobante } from '@nodecfdi/cfdi-elements/cfdi40';
import { type Centavos, pesosFromCentavos } from '../../../shared/money/centavos.ts';
import type { Receiver } from './receiver.ts';
import { type Line, splitTax, sumTaxes, transferOf } from './tax-split.ts';

export interface Issuer {
  readonly rfc: string;
  readonly name: string;
  readonly regime: string;
}

/** What every CFDI of ours says at its head. */
export interface CfdiHead {
  readonly series: string;
  readonly folio: string;
  /** "2026-11-27T10:05:00", time of the place of issue. */
  readonly issuedAt: string;
  /** Postcode of the office that issues it (CFF 29-A III). */
  readonly placePostcode: string;
  readonly issuer: Issuer;
  readonly receiver: Receiver;
  /** Folios fiscales that this one substitutes (relation 04). */
  readonly substitutes: readonly string[];
}

export interface IncomeCfdi extends CfdiHead {
  /** PUE: paid already; PPD: to be paid, each payment with a CFDI of type P of its own. */
  readonly method: 'PUE' | 'PPD';
  readonly paymentForm: string;
  readonly lines: readonly Line[];
  /** A global invoice's period: c_Periodicidad, c_Meses and the year. */
  readonly global?: { readonly periodicity: string; readonly month: string; readonly year: string } | undefined;
}

/** What the receiver pays by a CFDI of these lines. */
export const totalOf = (lines: readonly Pick<Line, 'gross'>[]): Centavos =>
  lines.reduce((sum, { gross }) => sum + gross, 0);

/** A CFDI 4.0 of type I, without seal. Its total is the sum of what its lines were paid with, to the centavo. */
export function incomeCfdi(cfdi: IncomeCfdi): Comprobante {
  const { lines, global, receiver } = cfdi;
  const taxes = sumTaxes(lines);
  const subtotal = lines.reduce((sum, { gross, tax }) => sum + splitTax(gross, tax).base, 0);
  const vat = taxes.reduce((sum, one) => sum + one.vat, 0);
  const node = new Comprobante({
    Serie: cfdi.series,
    Folio: cfdi.folio,
    Fecha: cfdi.issuedAt,
    FormaPago: cfdi.paymentForm,
    SubTotal: pesosFromCentavos(subtotal),
    Moneda: 'MXN',
    Total: pesosFromCentavos(subtotal + vat),
    TipoDeComprobante: 'I',
    Exportacion: '01',
    MetodoPago: cfdi.method,
    LugarExpedicion: cfdi.placePostcode,
  });
  if (global !== undefined)
    node.addInformacionGlobal({ Periodicidad: global.periodicity, Meses: global.month, Año: global.year });
  addParties(node, cfdi, receiver.use);
  for (const line of lines) addLine(node, line);
  if (taxes.length > 0) {
    const isTaxed = taxes.some(({ tax }) => tax.kind === 'rate');
    const impuestos = node.addImpuestos(isTaxed ? { TotalImpuestosTrasladados: pesosFromCentavos(vat) } : {});
    for (const sum of taxes) impuestos.getTraslados().addTraslado(transferOf(sum.tax, sum));
  }
  return node;
}

function addLine(node: Comprobante, { tax, gross, ...line }: Line): void {
  const split = splitTax(gross, tax);
  const concept = node.addConcepto({
    ClaveProdServ: line.productKey,
    ...(line.identification !== undefined && { NoIdentificacion: line.identification }),
    Cantidad: '1',
    ClaveUnidad: line.unitKey,
    Descripcion: line.description,
    ValorUnitario: pesosFromCentavos(split.base),
    Importe: pesosFromCentavos(split.base),
    ObjetoImp: tax.kind === 'not-object' ? '01' : '02',
  });
  if (tax.kind !== 'not-object') concept.addTraslado(transferOf(tax, split));
}

/** Substituted folios, issuer and receiver. */
export function addParties(node: Comprobante, { substitutes, issuer, receiver }: CfdiHead, use: string): void {
  if (substitutes.length > 0) {
    const related = node.addCfdiRelacionados({ TipoRelacion: '04' });
    for (const uuid of substitutes) related.addCfdiRelacionado({ UUID: uuid });
  }
  node.addEmisor({ Rfc: issuer.rfc, Nombre: issuer.name, RegimenFiscal: issuer.regime });
  node.addReceptor({
    Rfc: receiver.rfc,
    Nombre: receiver.name,
    DomicilioFiscalReceptor: receiver.postcode,
    RegimenFiscalReceptor: receiver.regime,
    UsoCFDI: use,
  });
}
