import type { CalendarDate } from '../calendar/calendar-date.ts';
import { dateOfCentury } from './birth-date.ts';
import type { IdentityFault } from './identity-fault.ts';
import { isInconvenient } from './inconvenient-words.ts';

/** Ñ ranks between N and O, although no CURP has one: RENAPO writes X for it. */
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
 * Everything that is wrong with a CURP (upper case, no spaces), all faults at once. A wrong shape, an Ñ and a birth after
 * `today` refuse; the rest refuses unless overridden with a reason, because RENAPO has issued keys that break its own
 * rules. The check digit sees neither Ñ for X nor O for 0, which would make three persons of one. Without `today`, no
 * birth is too late.
 */
export function checkCurp(curp: string, today?: CalendarDate): readonly IdentityFault[] {
  if (!SHAPE.test(curp)) return [WRONG_SHAPE];
  if (curp.includes('Ñ')) return [HAS_ENYE];
  const born = birthDateOfCurp(curp);
  return [
    ...(born === undefined ? [NO_SUCH_DAY] : []),
    ...(born !== undefined && today !== undefined && born > today ? [NOT_BORN_YET] : []),
    ...(STATES.has(curp.slice(11, 13)) ? [] : [UNKNOWN_STATE]),
    ...(curp[16] === 'O' ? [O_FOR_ZERO] : []),
    ...(isInconvenient(curp.slice(0, 4)) ? [INCONVENIENT_WORD] : []),
    ...(curpCheckDigit(curp.slice(0, 17)) === Number(curp[17]) ? [] : [WRONG_DIGIT]),
  ];
}

const WRONG_SHAPE: IdentityFault = {
  code: 'shape',
  severity: 'refuse',
  message:
    'La CURP debe tener 18 caracteres: 4 letras, fecha AAMMDD, sexo (H, M o X), entidad, 3 letras, un carácter y un dígito, sin espacios. En la fecha y al final van números: revise que no haya una letra O por un cero.',
};
const HAS_ENYE: IdentityFault = {
  code: 'letter',
  severity: 'refuse',
  message: 'La CURP no lleva Ñ: en su lugar RENAPO escribe X. Cópiela de la constancia.',
};
const NOT_BORN_YET: IdentityFault = {
  code: 'birth-date',
  severity: 'refuse',
  message:
    'Según la CURP la persona aún no nace: revise la fecha y la posición 17, que es un número para quien nació antes de 2000.',
};
const NO_SUCH_DAY: IdentityFault = {
  code: 'birth-date',
  severity: 'override',
  message: 'La fecha de nacimiento dentro de la CURP (posiciones 5 a 10) no existe en el calendario.',
};
const UNKNOWN_STATE: IdentityFault = {
  code: 'state',
  severity: 'override',
  message: 'La entidad de nacimiento de la CURP (posiciones 12 y 13) no está en el catálogo de RENAPO.',
};
const O_FOR_ZERO: IdentityFault = {
  code: 'letter',
  severity: 'override',
  message: 'La posición 17 de la CURP es la letra O; casi siempre es un cero. Compárela con la constancia de RENAPO.',
};
const INCONVENIENT_WORD: IdentityFault = {
  code: 'word',
  severity: 'override',
  message:
    'Las primeras 4 letras de la CURP forman una palabra que RENAPO evita: escribe X en la segunda. Compárela con la constancia.',
};
const WRONG_DIGIT: IdentityFault = {
  code: 'check-digit',
  severity: 'override',
  message: 'El último dígito de la CURP no corresponde a los demás: compárela con la constancia de RENAPO.',
};
