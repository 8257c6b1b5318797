/**
 * What our fonts can print (layers/README.md cuts them to this): the letters of every language written in Latin letters
 * that a family name in Mexico comes from (Spanish, Portuguese, Polish, Czech, Turkish, Romanian, Vietnamese …) and the
 * punctuation of Spanish.
 */
const UNPRINTABLE =
  /[^\t\n\r\u0020-\u007e\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u20ac\u2212\u2260\u2264\u2265]/u;

/** The first character of a text (in NFC) that a receipt could not print, or undefined. */
export const unprintableIn = (text: string): string | undefined => UNPRINTABLE.exec(text)?.[0];
