/*
 * Codes by which the SAT's rules (matriz de validaciones del CFDI 4.0 y de Pagos 2.0) and SW refuse, with what a person can
 * do. From the SAT's matrix as known here and SW's list of errors; one that is not here is told by its code and the PAC's
 * own words. Receivers, issuer and what only Sistemas can mend are told apart by who reads the sentence.
 */
const CONSTANCY = 'Cotéjelo con la constancia de situación fiscal, corríjalo y pida el timbrado de nuevo.';
const SYSTEMS = 'No lo corrige quien factura: avise a Sistemas con este código.';
const ACCOUNTING = 'Lo corrige Contabilidad en la configuración fiscal.';

const STAMPING: Readonly<Record<string, string>> = {
  '301': `El XML no cumple la estructura del SAT. ${SYSTEMS}`,
  '302': `El sello está mal formado o no es válido. ${SYSTEMS}`,
  '303': `El sello no es del emisor. ${SYSTEMS}`,
  '304': `El certificado de sello está revocado o caducó. Contabilidad debe renovarlo ante el SAT.`,
  '305':
    'La fecha del comprobante no está dentro de la vigencia del certificado. Contabilidad debe renovarlo ante el SAT.',
  '306': 'El certificado no es de sello digital. Contabilidad debe entregar a Sistemas el correcto.',
  '308': 'El certificado no fue expedido por el SAT. Contabilidad debe entregar a Sistemas el correcto.',
  '401': 'Pasaron más de 72 horas desde que se selló. Pida el timbrado de nuevo: se sella con la fecha de hoy.',
  '402':
    'El RFC del Instituto no está en la lista de contribuyentes obligados del SAT. Contabilidad debe revisarlo ante el SAT.',
  CFDI40101: 'La fecha del comprobante está fuera de lo que admite el SAT (72 horas). Pida el timbrado de nuevo.',
  CFDI40102: `El sello no corresponde al comprobante. ${SYSTEMS}`,
  CFDI40103: 'La forma de pago no es válida para el método de pago. Corríjala y pida el timbrado de nuevo.',
  CFDI40108: `El subtotal no cuadra con los conceptos. ${SYSTEMS}`,
  CFDI40119: `El total no cuadra con subtotal e impuestos. ${SYSTEMS}`,
  CFDI40138: `El RFC del emisor no está entre los inscritos del SAT. ${ACCOUNTING}`,
  CFDI40139: `El nombre del emisor no es el que el SAT tiene de su RFC. ${ACCOUNTING}`,
  CFDI40140: `El régimen del emisor no está en el catálogo. ${ACCOUNTING}`,
  CFDI40141: `El régimen del emisor no corresponde a su RFC. ${ACCOUNTING}`,
  CFDI40143: `El RFC del receptor no está entre los inscritos y no cancelados del SAT. ${CONSTANCY}`,
  CFDI40144: `El nombre del receptor no se admite. ${CONSTANCY}`,
  CFDI40145: `El nombre del receptor no es el que el SAT tiene de su RFC. Escríbalo completo, en mayúsculas y sin régimen de capital. ${CONSTANCY}`,
  CFDI40147: `El código postal del receptor no existe en el catálogo del SAT. ${CONSTANCY}`,
  CFDI40148: `El código postal no es el del domicilio fiscal que el SAT tiene del receptor. ${CONSTANCY}`,
  CFDI40149: `El código postal del público en general debe ser el de la oficina que expide. ${SYSTEMS}`,
  CFDI40157: `El régimen del receptor no está en el catálogo. ${CONSTANCY}`,
  CFDI40158: `El régimen no corresponde a quien recibe (persona física o moral). ${CONSTANCY}`,
  CFDI40159: `El régimen del receptor no se admite con ese RFC. ${CONSTANCY}`,
  CFDI40160: `El uso del CFDI no está en el catálogo. ${CONSTANCY}`,
  CFDI40161:
    'El uso del CFDI no corresponde al régimen del receptor. Sin efectos fiscales es S01. Corríjalo y pida el timbrado de nuevo.',
  CFDI40162: `La clave de producto o servicio no existe. ${ACCOUNTING}`,
  CFDI40174: `El IVA de un concepto está fuera de los límites del SAT. ${SYSTEMS}`,
  CFDI40999: `El PAC no pudo validar al receptor ante el SAT. ${CONSTANCY}`,
};

const CANCELLING: Readonly<Record<string, string>> = {
  '203': 'El folio fiscal no es de este emisor. Avise a Sistemas.',
  '204':
    'El SAT no admite cancelarlo: tiene otros comprobantes relacionados. Cancele primero los que lo relacionan (pagos o sustituciones).',
  '207': 'El motivo de cancelación no es válido.',
  '208':
    'El folio que sustituye no existe ante el SAT o está cancelado. Timbre primero el comprobante que sustituye a este.',
  '209': 'Con ese motivo no se indica un folio que sustituye.',
  '210': 'El SAT no permite cancelarlo: pasó el plazo de la declaración anual (CFF 29-A). Acuérdelo con Contabilidad.',
  '211': 'El SAT no permite cancelar ya esa factura global: pasó su plazo. Contabilidad debe consultarlo con el SAT.',
  '212': 'La factura que la sustituye no la relaciona como sustituida (04). Avise a Sistemas.',
};

/** What a refusal means and what to do, in Spanish; of an unknown code, that it is one. */
export function refusalText(of: 'stamping' | 'cancelling', code: string, said: string): string {
  const known = (of === 'stamping' ? STAMPING : CANCELLING)[code];
  if (known !== undefined) return known;
  const named = code === '' ? 'sin clave' : `con la clave ${code}, que el sistema no conoce`;
  return `El PAC lo rechazó ${named}. Dijo: «${said || 'nada'}». Avise a Sistemas.`;
}
