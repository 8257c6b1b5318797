import { isMonthAndDay } from './birth-date.ts';
import type { IdentityFault } from './identity-fault.ts';

/** Order of the characters in the check digit of the SAT; a legal entity's 11 characters get a space in front. */
const ALPHABET = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';
const SHAPE = /^([A-ZÑ&]{3,4})(\d{6})([A-Z\d]{2}[\dA])$/;

/** Keys of the SAT for the general public and for foreigners (RMF 2.7.1.23): they identify nobody. */
const GENERIC = new Set(['XAXX010101000', 'XEXX010101000']);

/**
 * The last character of an RFC from the ones before it (11 of a legal entity, 12 of a person):
 * weights 13 down to 2, mod 11; 11 is written 0 and 10 is written A (domain-facts.md §F).
 */
export function rfcCheckDigit(withoutDigit: string): string {
  const sum = [...withoutDigit.padStart(12, ' ')].reduce(
    (all, character, index) => all + ALPHABET.indexOf(character) * (13 - index),
    0,
  );
  const digit = (11 - (sum % 11)) % 11;
  return digit === 10 ? 'A' : String(digit);
}

/**
 * What is wrong with an RFC (upper case, no spaces), or nothing. The shape refuses; the check digit only warns,
 * because about 1.5 % of the RFCs in real use fail it; a generic RFC warns as well.
 */
export function checkRfc(rfc: string): readonly IdentityFault[] {
  if (GENERIC.has(rfc)) {
    return [
      {
        code: 'generic',
        severity: 'warn',
        message: 'Es un RFC genérico del SAT: no identifica a la persona. Pida su constancia de situación fiscal.',
      },
    ];
  }
  const match = SHAPE.exec(rfc);
  if (match === null) {
    return [
      {
        code: 'shape',
        severity: 'refuse',
        message:
          'El RFC debe tener 13 caracteres (persona física) o 12 (persona moral): letras, fecha AAMMDD y homoclave, sin espacios ni guiones.',
      },
    ];
  }
  const date = match[2] ?? '';
  if (!isMonthAndDay(date.slice(2))) {
    return [
      {
        code: 'birth-date',
        severity: 'refuse',
        message: 'La fecha dentro del RFC (posiciones AAMMDD) no existe en el calendario. Revísela.',
      },
    ];
  }
  return rfcCheckDigit(rfc.slice(0, -1)) === rfc.slice(-1)
    ? []
    : [
        {
          code: 'check-digit',
          severity: 'warn',
          message:
            'El último carácter del RFC no corresponde a los demás. Algunos RFC reales son así; compárelo con la constancia de situación fiscal.',
        },
      ];
}
