import * as z from 'zod';
import { checkRfc } from '../../../shared/identity/rfc.ts';
import type { RefusalDetail } from '../../../shared/refusals/refusal.ts';
import { type PersonKind, REGIMES, USES } from './sat-catalogues.ts';

/** Who a CFDI is made out to, as on the constancia de situación fiscal (CFF 29-A IV). */
export const receiverSchema = z.strictObject({
  rfc: z.string().trim().max(20).meta({ description: 'RFC, sin espacios ni guiones.', example: 'GODE561231GR8' }),
  name: z.string().trim().max(300).meta({ description: 'Nombre como en la constancia de situación fiscal.' }),
  regime: z.string().trim().max(3).meta({ description: 'Clave del régimen fiscal (c_RegimenFiscal).', example: '605' }),
  postcode: z.string().trim().max(5).meta({ description: 'Código postal del domicilio fiscal.', example: '83000' }),
  use: z.string().trim().max(4).meta({ description: 'Clave del uso del CFDI (c_UsoCFDI).', example: 'S01' }),
});
export type Receiver = z.output<typeof receiverSchema>;

export interface ReceiverFaults {
  /** Why it cannot be stamped. */
  readonly refused: readonly RefusalDetail[];
  /** What to look at again, without stopping anything. */
  readonly warned: readonly RefusalDetail[];
}

/** The kinds of company that the constancia writes apart from the name ("régimen de capital"): CFDI 4.0 wants it without. */
const COMPANY_ENDING =
  /[ ,.]+(S\.?\s?A\.?\s?P\.?\s?I\.?|S\.?\s?A\.?|S\.? DE R\.?\s?L\.?|S\.?\s?C\.?|A\.?\s?C\.?|S\.?\s?A\.?\s?S\.?)( ?DE ?C\.?\s?V\.?| DE R\.?\s?L\.?( DE C\.?\s?V\.?)?)?\.?$/i;

const POSTCODE = /^\d{5}$/;

/**
 * What is wrong with a receiver by the SAT's catalogues, all at once, before any PAC is asked. The check digit of the RFC
 * only warns (domain-facts.md §F). Whether the name and the postcode are those of that RFC only the SAT knows.
 */
export function checkReceiver(receiver: Receiver): ReceiverFaults {
  const refused: RefusalDetail[] = [];
  const warned: RefusalDetail[] = [];
  const say = (field: keyof Receiver, message: string) => refused.push({ pointer: `/receiver/${field}`, message });

  for (const { code, severity, message } of checkRfc(receiver.rfc)) {
    if (code === 'generic')
      say('rfc', 'Con RFC genérico no se hace factura propia: el pago va en la factura global. Pida su constancia.');
    else (severity === 'refuse' ? refused : warned).push({ pointer: '/receiver/rfc', message });
  }
  const kind: PersonKind = receiver.rfc.length === 12 ? 'entity' : 'person';
  checkName(receiver.name, kind, (message) => say('name', message));
  if (!POSTCODE.test(receiver.postcode)) say('postcode', 'El código postal del domicilio fiscal tiene cinco dígitos.');

  const whose = kind === 'person' ? 'de personas físicas (RFC de 13 caracteres)' : 'de personas morales (RFC de 12)';
  const regime = REGIMES.get(receiver.regime);
  if (regime === undefined)
    say('regime', 'Ese régimen no está en el catálogo del SAT. Tómelo de la constancia: son tres dígitos.');
  else if (!regime.kinds.has(kind)) say('regime', `El régimen ${receiver.regime} (${regime.text}) no es ${whose}.`);

  const use = USES.get(receiver.use);
  if (use === undefined || receiver.use === 'CP01')
    say('use', 'Ese uso no está entre los de una factura de ingreso. Sin efectos fiscales es S01.');
  else if (!use.kinds.has(kind)) say('use', `El uso ${receiver.use} (${use.text}) no es ${whose}.`);
  else if (regime !== undefined && !use.regimes.has(receiver.regime))
    say('use', `El uso ${receiver.use} no se admite con el régimen ${receiver.regime}. Sin efectos fiscales es S01.`);
  return { refused, warned };
}

function checkName(name: string, kind: PersonKind, say: (message: string) => void): void {
  if (name === '') {
    say('Escriba el nombre como en la constancia de situación fiscal.');
    return;
  }
  if (name !== name.toLocaleUpperCase('es-MX'))
    say('El nombre va en mayúsculas, como en la constancia de situación fiscal.');
  if (name.includes('|') || /\s{2}|[\n\t]/.test(name))
    say('El nombre va en un solo renglón, con un espacio entre palabras y sin el signo «|».');
  if (kind === 'entity' && COMPANY_ENDING.test(name))
    say('El nombre va sin el régimen de capital: quite «SA DE CV», «SC», «AC» o el que tenga al final.');
}
