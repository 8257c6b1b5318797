import { Comprobante } from '@nodecfdi/cfdi-elements/cfdi40';
import { Pagos } from '@nodecfdi/cfdi-elements/pago20';
import { type Centavos, pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { addParties, type CfdiHead, totalOf } from './income-cfdi.ts';
import { NO_CURRENCY } from './sat-catalogues.ts';
import { type Line, type TaxSum, taxesPaid, transferOf } from './tax-split.ts';

/** A payment of a CFDI that was made to be paid later. */
export interface PaymentCfdi extends CfdiHead {
  /** Business day on which the money was paid, "2026-11-27". */
  readonly paidOn: string;
  readonly paymentForm: string;
  /** What the payment paid of that CFDI, by its own lines. */
  readonly lines: readonly Line[];
  readonly paid: {
    readonly uuid: string;
    readonly series: string;
    readonly folio: string;
    /** 1 for the first payment. */
    readonly instalment: number;
    readonly owedBefore: Centavos;
  };
}

/**
 * A CFDI 4.0 of type P with its complement Pagos 2.0, without seal (RMF 2.7.1.32: total zero, no form nor method at the
 * head). Throws a RangeError when more is paid than was owed.
 */
export function paymentCfdi(cfdi: PaymentCfdi): Comprobante {
  const { lines, paid } = cfdi;
  const amount = totalOf(lines);
  if (amount <= 0 || amount > paid.owedBefore) throw new RangeError(`paid ${amount} of ${paid.owedBefore} centavos`);
  const node = new Comprobante({
    Serie: cfdi.series,
    Folio: cfdi.folio,
    Fecha: cfdi.issuedAt,
    SubTotal: '0',
    Moneda: NO_CURRENCY,
    Total: '0',
    TipoDeComprobante: 'P',
    Exportacion: '01',
    LugarExpedicion: cfdi.placePostcode,
  });
  addParties(node, cfdi, 'CP01');
  node.addConcepto({
    ...{ ClaveProdServ: '84111506', Cantidad: '1', ClaveUnidad: 'ACT', Descripcion: 'Pago' },
    ...{ ValorUnitario: '0', Importe: '0', ObjetoImp: '01' },
  });
  const taxes = taxesPaid(lines);
  const pagos = new Pagos();
  pagos.addTotales({ ...Object.assign({}, ...taxes.map(totalsOf)), MontoTotalPagos: pesosFromCentavos(amount) });
  const pago = pagos.addPago({
    // The hour is not known of all: the guide of the SAT says 12:00:00 then.
    FechaPago: `${cfdi.paidOn}T12:00:00`,
    FormaDePagoP: cfdi.paymentForm,
    MonedaP: 'MXN',
    TipoCambioP: '1',
    Monto: pesosFromCentavos(amount),
  });
  const document = pago.addDoctoRelacionado({
    IdDocumento: paid.uuid,
    Serie: paid.series,
    Folio: paid.folio,
    MonedaDR: 'MXN',
    EquivalenciaDR: '1',
    NumParcialidad: String(paid.instalment),
    ImpSaldoAnt: pesosFromCentavos(paid.owedBefore),
    ImpPagado: pesosFromCentavos(amount),
    ImpSaldoInsoluto: pesosFromCentavos(paid.owedBefore - amount),
    ObjetoImpDR: taxes.length === 0 ? '01' : '02',
  });
  for (const sum of taxes) {
    document
      .getImpuestosDR()
      .getTrasladosDR()
      .addTrasladoDR(transferOf(sum.tax, sum, 'DR'));
    pago
      .getImpuestosP()
      .getTrasladosP()
      .addTrasladoP(transferOf(sum.tax, sum, 'P'));
  }
  declareAtRoot(node, pagos);
  node.addComplemento(pagos);
  return node;
}

/** The guide of the SAT wants the complement's namespace and schema at the root, not where it is used. */
function declareAtRoot(node: Comprobante, pagos: Pagos): void {
  node.setAttribute('xmlns:pago20', pagos.getAttribute('xmlns:pago20'));
  const schemas = [node, pagos].map((one) => one.getAttribute('xsi:schemaLocation'));
  node.setAttribute('xsi:schemaLocation', schemas.join(' '));
  for (const name of ['xmlns:pago20', 'xmlns:xsi', 'xsi:schemaLocation']) pagos.setAttribute(name, null);
}

const totalsOf = ({ tax, base, vat }: TaxSum): Record<string, string> =>
  tax.kind === 'exempt'
    ? { TotalTrasladosBaseIVAExento: pesosFromCentavos(base) }
    : {
        [`TotalTrasladosBaseIVA${tax.percent}`]: pesosFromCentavos(base),
        [`TotalTrasladosImpuestoIVA${tax.percent}`]: pesosFromCentavos(vat),
      };
