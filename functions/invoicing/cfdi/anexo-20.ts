/**
 * What a CFDI of ours may hold, by the Anexo 20 of the RMF (CFDI 4.0, Pagos 2.0): of each element its attributes, in the
 * order of the cadena original, and its children in theirs. Written from the standard: no package on npm carries the
 * SAT's schema nor a stylesheet that can be used without the SAT's servers (docs/adr/0028). What we never write
 * (withholdings, other complements, addenda) is not here, so that a CFDI which has it is refused.
 */
export interface Element {
  readonly attributes: readonly Attribute[];
  readonly children: readonly Child[];
  /** Attributes of the cadena that come after the children: of Impuestos alone. */
  readonly after?: readonly Attribute[];
}

export interface Attribute {
  readonly name: string;
  readonly required: boolean;
  readonly pattern: RegExp;
  /** Not part of the cadena original: what seals it. */
  readonly unsealed?: true;
}

export interface Child {
  readonly name: string;
  readonly required: boolean;
  readonly many: boolean;
}

const AMOUNT = /^\d{1,18}(\.\d{1,6})?$/;
const UUID = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
const DATE_TIME = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){2}$/;
const RFC = /^[A-Z&Ñ]{3,4}\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[A-Z0-9]{2}[0-9A]$/;
const POSTCODE = /^\d{5}$/;
const RATE = /^0\.(000000|080000|160000)$/;
const REGIME = /^6\d\d$/;
const FORM = /^(0[1-68]|1[2-57]|2[3-9]|30|31|99)$/;
const text = (most: number) => new RegExp(`^[^|\\s]([^|\\n\\t]{0,${most - 2}}[^|\\s])?$`);

const must = (name: string, pattern: RegExp): Attribute => ({ name, required: true, pattern });
const may = (name: string, pattern: RegExp): Attribute => ({ name, required: false, pattern });
const seal = (name: string, pattern: RegExp): Attribute => ({ ...must(name, pattern), unsealed: true });
const one = (name: string): Child => ({ name, required: true, many: false });
const perhaps = (name: string): Child => ({ name, required: false, many: false });
const some = (name: string): Child => ({ name, required: true, many: true });

const transfer = (ending: string): Element => ({
  attributes: [
    must(`Base${ending}`, AMOUNT),
    must(`Impuesto${ending}`, /^002$/),
    must(`TipoFactor${ending}`, /^(Tasa|Exento)$/),
    may(`TasaOCuota${ending}`, RATE),
    may(`Importe${ending}`, AMOUNT),
  ],
  children: [],
});
const inside = (...children: Child[]): Element => ({ attributes: [], children });

export const ANEXO_20: Readonly<Record<string, Element>> = {
  'cfdi:Comprobante': {
    attributes: [
      must('Version', /^4\.0$/),
      must('Serie', text(25)),
      must('Folio', text(40)),
      must('Fecha', DATE_TIME),
      may('FormaPago', FORM),
      must('NoCertificado', /^\d{20}$/),
      must('SubTotal', AMOUNT),
      must('Moneda', /^(MXN|X{3})$/),
      must('Total', AMOUNT),
      must('TipoDeComprobante', /^[IP]$/),
      must('Exportacion', /^01$/),
      may('MetodoPago', /^(PUE|PPD)$/),
      must('LugarExpedicion', POSTCODE),
      seal('Certificado', /^[A-Za-z0-9+/]+={0,2}$/),
      seal('Sello', /^[A-Za-z0-9+/]+={0,2}$/),
    ],
    children: [
      perhaps('cfdi:InformacionGlobal'),
      perhaps('cfdi:CfdiRelacionados'),
      one('cfdi:Emisor'),
      one('cfdi:Receptor'),
      one('cfdi:Conceptos'),
      perhaps('cfdi:Impuestos'),
      perhaps('cfdi:Complemento'),
    ],
  },
  'cfdi:InformacionGlobal': {
    attributes: [must('Periodicidad', /^0[1-5]$/), must('Meses', /^(0[1-9]|1[0-8])$/), must('Año', /^20[2-9]\d$/)],
    children: [],
  },
  'cfdi:CfdiRelacionados': { attributes: [must('TipoRelacion', /^04$/)], children: [some('cfdi:CfdiRelacionado')] },
  'cfdi:CfdiRelacionado': { attributes: [must('UUID', UUID)], children: [] },
  'cfdi:Emisor': {
    attributes: [must('Rfc', RFC), must('Nombre', text(300)), must('RegimenFiscal', REGIME)],
    children: [],
  },
  'cfdi:Receptor': {
    attributes: [
      must('Rfc', RFC),
      must('Nombre', text(300)),
      must('DomicilioFiscalReceptor', POSTCODE),
      must('RegimenFiscalReceptor', REGIME),
      must('UsoCFDI', /^([GDI]\d\d|S01|CP01|CN01)$/),
    ],
    children: [],
  },
  'cfdi:Conceptos': inside(some('cfdi:Concepto')),
  'cfdi:Concepto': {
    attributes: [
      must('ClaveProdServ', /^\d{8}$/),
      may('NoIdentificacion', text(100)),
      must('Cantidad', /^\d+(\.\d{1,6})?$/),
      must('ClaveUnidad', /^[A-Z0-9]{2,3}$/),
      must('Descripcion', text(1_000)),
      must('ValorUnitario', AMOUNT),
      must('Importe', AMOUNT),
      must('ObjetoImp', /^0[12]$/),
    ],
    children: [perhaps('cfdi:Impuestos')],
  },
  // Of a concept it has no total; of the CFDI, the total comes behind its transfers.
  'cfdi:Impuestos': {
    attributes: [],
    children: [one('cfdi:Traslados')],
    after: [may('TotalImpuestosTrasladados', AMOUNT)],
  },
  'cfdi:Traslados': inside(some('cfdi:Traslado')),
  'cfdi:Traslado': transfer(''),
  'cfdi:Complemento': inside(perhaps('pago20:Pagos'), perhaps('tfd:TimbreFiscalDigital')),
  'pago20:Pagos': {
    attributes: [must('Version', /^2\.0$/)],
    children: [one('pago20:Totales'), some('pago20:Pago')],
  },
  'pago20:Totales': {
    attributes: [
      may('TotalTrasladosBaseIVA16', AMOUNT),
      may('TotalTrasladosImpuestoIVA16', AMOUNT),
      may('TotalTrasladosBaseIVA8', AMOUNT),
      may('TotalTrasladosImpuestoIVA8', AMOUNT),
      may('TotalTrasladosBaseIVA0', AMOUNT),
      may('TotalTrasladosImpuestoIVA0', AMOUNT),
      may('TotalTrasladosBaseIVAExento', AMOUNT),
      must('MontoTotalPagos', AMOUNT),
    ],
    children: [],
  },
  'pago20:Pago': {
    attributes: [
      must('FechaPago', DATE_TIME),
      must('FormaDePagoP', FORM),
      must('MonedaP', /^MXN$/),
      must('TipoCambioP', /^1$/),
      must('Monto', AMOUNT),
    ],
    children: [some('pago20:DoctoRelacionado'), perhaps('pago20:ImpuestosP')],
  },
  'pago20:DoctoRelacionado': {
    attributes: [
      must('IdDocumento', UUID),
      may('Serie', text(25)),
      may('Folio', text(40)),
      must('MonedaDR', /^MXN$/),
      must('EquivalenciaDR', /^1$/),
      must('NumParcialidad', /^[1-9]\d{0,2}$/),
      must('ImpSaldoAnt', AMOUNT),
      must('ImpPagado', AMOUNT),
      must('ImpSaldoInsoluto', AMOUNT),
      must('ObjetoImpDR', /^0[12]$/),
    ],
    children: [perhaps('pago20:ImpuestosDR')],
  },
  'pago20:ImpuestosDR': inside(one('pago20:TrasladosDR')),
  'pago20:TrasladosDR': inside(some('pago20:TrasladoDR')),
  'pago20:TrasladoDR': transfer('DR'),
  'pago20:ImpuestosP': inside(one('pago20:TrasladosP')),
  'pago20:TrasladosP': inside(some('pago20:TrasladoP')),
  'pago20:TrasladoP': transfer('P'),
  'tfd:TimbreFiscalDigital': {
    attributes: [
      must('Version', /^1\.1$/),
      must('UUID', UUID),
      must('FechaTimbrado', DATE_TIME),
      must('RfcProvCertif', RFC),
      may('Leyenda', text(150)),
      must('SelloCFD', /^[A-Za-z0-9+/]+={0,2}$/),
      must('NoCertificadoSAT', /^\d{20}$/),
      seal('SelloSAT', /^[A-Za-z0-9+/]+={0,2}$/),
    ],
    children: [],
  },
};
