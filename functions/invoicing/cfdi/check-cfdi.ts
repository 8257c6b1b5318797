import type { XmlNodeInterface } from '@nodecfdi/cfdi-core/types';
import { ANEXO_20 } from './anexo-20.ts';
import { GENERAL_PUBLIC, NO_CURRENCY } from './sat-catalogues.ts';

/** "1250.5" → millionths of a peso, exactly. */
function millionths(text: string): bigint {
  const [whole = '0', decimals = ''] = text.split('.');
  return BigInt(whole) * 1_000_000n + BigInt(decimals.padEnd(6, '0').slice(0, 6));
}
/** Half up to the centavo, as the SAT compares. */
const centavos = (amount: bigint): bigint => (amount + 5_000n) / 10_000n;

const childrenOf = (node: XmlNodeInterface | undefined, name: string): XmlNodeInterface[] =>
  node === undefined ? [] : [...node.children()].filter((child) => child.name() === name);

/**
 * What is wrong with a CFDI by the Anexo 20 as written down here (anexo-20.ts) and the SAT's rules on its sums, taxes and
 * receivers, each with its place; none for a good one. English: it is our fault, told to whoever mends it.
 */
export function cfdiFaults(cfdi: XmlNodeInterface): string[] {
  const faults = structureFaults(cfdi, cfdi.name());
  return faults.length > 0 ? faults : [...sumFaults(cfdi), ...paymentFaults(cfdi), ...headFaults(cfdi)];
}

function structureFaults(node: XmlNodeInterface, place: string): string[] {
  const element = ANEXO_20[node.name()];
  if (element === undefined) return [`${place}: unknown element`];
  const faults: string[] = [];
  const known = new Map([...element.attributes, ...(element.after ?? [])].map((one) => [one.name, one]));
  for (const [name, value] of node.attributes()) {
    if (name.startsWith('xmlns:') || name === 'xsi:schemaLocation') continue;
    const attribute = known.get(name);
    if (attribute === undefined) faults.push(`${place}/@${name}: unknown attribute`);
    else if (!attribute.pattern.test(value)) faults.push(`${place}/@${name}: does not fit ${attribute.pattern}`);
  }
  for (const { name, required } of known.values())
    if (required && !node.hasAttribute(name)) faults.push(`${place}/@${name}: missing`);
  const names = [...node.children()].map((child) => child.name());
  const order = element.children.map(({ name }) => name);
  for (const { name, required, many } of element.children) {
    const count = names.filter((one) => one === name).length;
    if (required && count === 0) faults.push(`${place}/${name}: missing`);
    if (!many && count > 1) faults.push(`${place}/${name}: ${count} of them`);
  }
  const places = names.map((name) => order.indexOf(name));
  if (places.some((at, index) => at < (places[index - 1] ?? 0))) faults.push(`${place}: children out of order`);
  return [...faults, ...[...node.children()].flatMap((child) => structureFaults(child, `${place}/${child.name()}`))];
}

function sumFaults(cfdi: XmlNodeInterface): string[] {
  const faults: string[] = [];
  const concepts = childrenOf(cfdi.searchNode('cfdi:Conceptos'), 'cfdi:Concepto');
  const sum = (nodes: readonly XmlNodeInterface[], name: string) =>
    nodes.reduce((all, node) => all + millionths(node.getAttribute(name) || '0'), 0n);
  const taxes = childrenOf(cfdi.searchNode('cfdi:Impuestos', 'cfdi:Traslados'), 'cfdi:Traslado');
  const ofConcepts = concepts.flatMap((one) =>
    childrenOf(one.searchNode('cfdi:Impuestos', 'cfdi:Traslados'), 'cfdi:Traslado'),
  );
  const subtotal = millionths(cfdi.getAttribute('SubTotal'));
  const total = millionths(cfdi.getAttribute('Total'));
  const told = millionths(cfdi.searchAttribute('cfdi:Impuestos', 'TotalImpuestosTrasladados') || '0');
  if (centavos(sum(concepts, 'Importe')) !== centavos(subtotal)) faults.push('SubTotal is not the sum of the concepts');
  if (subtotal + told !== total) faults.push('Total is not SubTotal plus taxes');
  if (centavos(sum(taxes, 'Importe')) !== centavos(told)) faults.push('TotalImpuestosTrasladados is not their sum');
  const keyOf = (node: XmlNodeInterface) => `${node.getAttribute('TipoFactor')} ${node.getAttribute('TasaOCuota')}`;
  for (const key of new Set([...taxes, ...ofConcepts].map(keyOf))) {
    const [all, theirs] = [taxes, ofConcepts].map((nodes) => nodes.filter((node) => keyOf(node) === key));
    if (all?.length !== 1) faults.push(`Traslado ${key}: ${all?.length} at the end of the CFDI`);
    for (const name of ['Base', 'Importe'])
      if (centavos(sum(all ?? [], name)) !== centavos(sum(theirs ?? [], name)))
        faults.push(`Traslado ${key}: ${name} is not the sum of the concepts`);
  }
  for (const [index, concept] of concepts.entries()) {
    const own = childrenOf(concept.searchNode('cfdi:Impuestos', 'cfdi:Traslados'), 'cfdi:Traslado');
    if ((concept.getAttribute('ObjetoImp') === '02') !== own.length > 0)
      faults.push(`Concepto ${index + 1}: ObjetoImp and its taxes contradict each other`);
    for (const tax of own) faults.push(...limitFaults(tax, `Concepto ${index + 1}`));
  }
  return faults;
}

/** CFDI40174: the VAT of a base of two decimals lies between the two centavos that its rounding leaves open. */
function limitFaults(tax: XmlNodeInterface, place: string, ending: '' | 'DR' = ''): string[] {
  const told = (name: string) => tax.getAttribute(`${name}${ending}`);
  if (told('TipoFactor') !== 'Tasa')
    return told('TasaOCuota') !== '' || told('Importe') !== '' ? [`${place}: exempt with a rate`] : [];
  const base = millionths(told('Base'));
  const rate = millionths(told('TasaOCuota'));
  const importe = millionths(told('Importe')) / 10_000n;
  const lowest = ((base - 5_000n) * rate) / 1_000_000n / 10_000n;
  const highest = ((base + 5_000n) * rate) / 1_000_000n / 10_000n + 1n;
  return importe < lowest || importe > highest ? [`${place}: VAT outside of its limits`] : [];
}

/** Of a complement of payments with one payment of one CFDI: its amounts, and the same limits of its VAT. */
function paymentFaults(cfdi: XmlNodeInterface): string[] {
  const pagos = cfdi.searchNode('cfdi:Complemento', 'pago20:Pagos');
  const pago = pagos?.searchNode('pago20:Pago');
  const paid = pago?.searchNode('pago20:DoctoRelacionado');
  if (pagos === undefined || pago === undefined || paid === undefined) return [];
  const [before, amount, left] = ['ImpSaldoAnt', 'ImpPagado', 'ImpSaldoInsoluto'].map((name) =>
    millionths(paid.getAttribute(name)),
  );
  const told = [pago.getAttribute('Monto'), pagos.searchAttribute('pago20:Totales', 'MontoTotalPagos')].map(millionths);
  const taxes = childrenOf(paid.searchNode('pago20:ImpuestosDR', 'pago20:TrasladosDR'), 'pago20:TrasladoDR');
  const taxed = taxes.reduce(
    (sum, tax) => sum + millionths(tax.getAttribute('BaseDR')) + millionths(tax.getAttribute('ImporteDR') || '0'),
    0n,
  );
  return [
    ...((before ?? 0n) - (amount ?? 0n) === left ? [] : ['ImpSaldoInsoluto is not what is left']),
    ...(told.every((one) => one === amount) ? [] : ['Monto and MontoTotalPagos are not what was paid']),
    ...(taxed > (amount ?? 0n) ? ['bases and taxes are more than was paid'] : []),
    ...taxes.flatMap((tax) => limitFaults(tax, 'DoctoRelacionado', 'DR')),
  ];
}

function headFaults(cfdi: XmlNodeInterface): string[] {
  const is = (name: string, value: string) => cfdi.getAttribute(name) === value;
  const isPayment = is('TipoDeComprobante', 'P');
  const isGlobal = cfdi.searchNode('cfdi:InformacionGlobal') !== undefined;
  const isPublic = cfdi.searchAttribute('cfdi:Receptor', 'Rfc') === GENERAL_PUBLIC.rfc;
  const place = cfdi.getAttribute('LugarExpedicion');
  const rules: readonly (readonly [boolean, string])[] = [
    [isPayment === (cfdi.searchNode('cfdi:Complemento', 'pago20:Pagos') !== undefined), 'Pagos and type P go together'],
    [isPayment === is('Moneda', NO_CURRENCY), 'type P is in no currency, the others in MXN'],
    [!isPayment || is('Total', '0'), 'type P has total 0'],
    [isPayment !== cfdi.hasAttribute('MetodoPago'), 'MetodoPago of all but type P'],
    [isPayment !== cfdi.hasAttribute('FormaPago'), 'FormaPago of all but type P'],
    [isPayment || is('MetodoPago', 'PPD') === is('FormaPago', '99'), 'PPD and FormaPago 99 go together'],
    [isPayment === (cfdi.searchAttribute('cfdi:Receptor', 'UsoCFDI') === 'CP01'), 'CP01 and type P go together'],
    [isGlobal === isPublic, 'a global invoice is to the general public, and nothing else is'],
    [
      !isPublic || cfdi.searchAttribute('cfdi:Receptor', 'DomicilioFiscalReceptor') === place,
      'the postcode of the general public is the place of issue',
    ],
  ];
  return rules.flatMap(([holds, rule]) => (holds ? [] : [rule]));
}
