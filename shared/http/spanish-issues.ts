import type * as z from 'zod';

type Issue = z.core.$ZodRawIssue;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'un texto',
  number: 'un número',
  int: 'un número entero',
  boolean: 'verdadero o falso (true, false)',
  array: 'una lista',
  object: 'un objeto',
  record: 'un objeto',
  null: 'nulo (null)',
  date: 'una fecha',
};

const FORMAT_NAMES: Readonly<Record<string, string>> = {
  uuid: 'un identificador UUID',
  email: 'un correo electrónico',
  date: 'una fecha AAAA-MM-DD',
  datetime: 'una fecha y hora ISO 8601',
  url: 'una dirección de internet',
  base64url: 'un texto en base64url',
};

/**
 * Says in Spanish what a schema found, for parses of what callers send. Used as `schema.safeParse(value, { error })`:
 * a message that the schema itself gives wins. Values are never quoted, they may be personal data.
 */
export function spanishIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'Falta este dato.';
      return `Debe ser ${TYPE_NAMES[issue.expected] ?? issue.expected}.`;
    case 'unrecognized_keys':
      return 'Este campo no existe aquí; quítelo.';
    case 'invalid_value':
      return `Debe ser uno de: ${issue.values.map(String).join(', ')}.`;
    case 'invalid_format':
      return issue.format in FORMAT_NAMES
        ? `Debe ser ${FORMAT_NAMES[issue.format]}.`
        : 'No tiene la forma que se pide; revise la referencia de la API.';
    case 'too_small':
      return limitMessage(issue.origin, 'mínimo', issue.minimum, issue.inclusive ?? true);
    case 'too_big':
      return limitMessage(issue.origin, 'máximo', issue.maximum, issue.inclusive ?? true);
    case 'not_multiple_of':
      return `Debe ser múltiplo de ${issue.divisor}.`;
    case 'invalid_union':
      return 'No corresponde a ninguna de las formas permitidas.';
    default:
      return 'El dato no es válido.';
  }
}

function limitMessage(origin: string, side: 'mínimo' | 'máximo', limit: number | bigint, inclusive: boolean): string {
  if (origin === 'string') return `Debe tener ${side} ${limit} ${limit === 1 ? 'carácter' : 'caracteres'}.`;
  if (origin === 'array' || origin === 'set') return `Debe tener ${side} ${limit} elementos.`;
  const relation =
    side === 'mínimo' ? (inclusive ? 'mayor o igual a' : 'mayor que') : inclusive ? 'menor o igual a' : 'menor que';
  return `Debe ser ${relation} ${limit}.`;
}
