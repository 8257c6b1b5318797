import type { CalendarDate } from '../calendar/calendar-date.ts';
import { dateOfCentury } from './birth-date.ts';
import type { IdentityFault } from './identity-fault.ts';

/** Ñ ranks between N and O (domain-facts.md §F). */
const ALPHABET = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
const SHAPE = /^[A-ZÑ]{4}\d{6}[HMX][A-Z]{2}[A-ZÑ]{3}[A-Z\d]\d$/;

/** Federal entities of birth in a CURP; NE = born abroad. */
const STATES = new Set(
  'AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE'.split(' '),
);

/** The 18th digit of a CURP from its first 17: (10 − Σ value × (18 − i) mod 10) mod 10, i from 0. */
export function curpCheckDigit(first17: string): number {
  const sum = [...first17].reduce((all, character, index) => all + ALPHABET.indexOf(character) * (18 - index), 0);
  return (10 - (sum % 10)) % 10;
}

/**
 * The date of birth a CURP (18 characters) states: position 17 is a digit for births before 2000 and a letter after.
 * Undefined when there is no such day.
 */
export function birthDateOfCurp(curp: string): CalendarDate | undefined {
  return dateOfCentury(/\d/.test(curp[16] ?? '') ? '19' : '20', curp.slice(4, 10));
}

/**
 * Everything that is wrong with a CURP (upper case, no spaces), all faults at once. A wrong shape refuses; the rest
 * refuses unless overridden with a reason, because RENAPO has issued keys that break its own rules.
 */
export function checkCurp(curp: string): readonly IdentityFault[] {
  if (!SHAPE.test(curp)) {
    return [
      {
        code: 'shape',
        severity: 'refuse',
        message:
          'La CURP debe tener 18 caracteres: 4 letras, fecha AAMMDD, sexo (H, M o X), entidad, 3 letras, un carácter y un dígito, sin espacios.',
      },
    ];
  }
  const faults: IdentityFault[] = [];
  if (birthDateOfCurp(curp) === undefined) {
    faults.push({
      code: 'birth-date',
      severity: 'override',
      message: 'La fecha de nacimiento dentro de la CURP (posiciones 5 a 10) no existe en el calendario.',
    });
  }
  if (!STATES.has(curp.slice(11, 13))) {
    faults.push({
      code: 'state',
      severity: 'override',
      message: 'La entidad de nacimiento de la CURP (posiciones 12 y 13) no está en el catálogo de RENAPO.',
    });
  }
  if (curpCheckDigit(curp.slice(0, 17)) !== Number(curp[17])) {
    faults.push({
      code: 'check-digit',
      severity: 'override',
      message: 'El último dígito de la CURP no corresponde a los demás: compárela con la constancia de RENAPO.',
    });
  }
  return faults;
}
