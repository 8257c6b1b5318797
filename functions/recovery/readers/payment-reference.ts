/** Letters and digits, at least one digit: what every reference that the institute or a bank prints has. */
const LOOKS_LIKE_REFERENCE = /^(?=.*\d)[A-Z0-9]{1,40}$/;

/** What people type into a reference and no reference holds: apostrophes, spaces, dashes, dots and the like. */
const SIGNS = /[\s\p{P}\p{S}\p{Cf}]+/gu;

/**
 * A reference as the register keeps it: upper case, without spaces. Null when the text does not look like one
 * (empty, or words: "PAGO DE CREDITO"). Whose it is, and whether its check digit is right, is for others.
 */
export function paymentReference(text: string): string | null {
  const reference = text.replace(/\s+/g, '').toUpperCase();
  return LOOKS_LIKE_REFERENCE.test(reference) ? reference : null;
}

/** A text without the signs that people type, upper case; leading zeros stay. */
export const withoutSigns = (text: string): string => text.normalize('NFC').replace(SIGNS, '').toUpperCase();

/**
 * The reference that a text holds once the signs people type are dropped (leading zeros stay); null when nothing that
 * looks like one is left. Only a guess: its check digit has to prove it.
 */
export function referenceWithoutSigns(text: string): string | null {
  return paymentReference(withoutSigns(text));
}

/**
 * The reference of a row: of the texts where one may be (the best first) the first that its check digit proves, typed
 * signs dropped; else the first that looks like one as it was written. `verify` null: the layout has no check digit.
 */
export function referenceIn(texts: readonly string[], verify: ((reference: string) => boolean) | null): string | null {
  const proven =
    verify === null ? undefined : texts.map(referenceWithoutSigns).find((one) => one !== null && verify(one));
  if (proven !== undefined) return proven;
  return texts.map(paymentReference).find((one) => one !== null) ?? null;
}
