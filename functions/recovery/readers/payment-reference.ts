/** Letters and digits, at least one digit: what every reference that the institute or a bank prints has. */
const LOOKS_LIKE_REFERENCE = /^(?=.*\d)[A-Z0-9]{1,40}$/;

/**
 * A reference as the register keeps it: upper case, without spaces. Null when the text does not look like one
 * (empty, or words: "PAGO DE CREDITO"). Whose it is, and whether its check digit is right, is for others.
 */
export function paymentReference(text: string): string | null {
  const reference = text.replace(/\s+/g, '').toUpperCase();
  return LOOKS_LIKE_REFERENCE.test(reference) ? reference : null;
}
