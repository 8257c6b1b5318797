import * as z from 'zod';

/** Control characters (tabs and line ends too), and those that turn the order of what is read. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const EVERY_UNSEEN = new RegExp(UNSEEN, 'gu');

/** The name that a person gives a bank file: one line, with nothing in it that cannot be seen. */
export const fileNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine(
    (name) => !UNSEEN.test(name),
    'El nombre trae un salto de línea u otro carácter que no se ve. Escríbalo sin él.',
  );

/** The name of a file that somebody left in the bucket: nobody can be asked, so what cannot be seen becomes "·". */
export function nameInKey(key: string): string {
  const name = key.split('/').at(-1) || key;
  return name.normalize('NFC').replace(EVERY_UNSEEN, '·');
}
