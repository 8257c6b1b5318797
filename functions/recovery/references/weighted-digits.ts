/** 18 → 9, 4 → 4: the digits of a product up to 99 added once. */
export const addedDigits = (product: number): number => Math.floor(product / 10) + (product % 10);

/** What is missing from a sum to the next ten, 0 when it is one already. */
export const toNextTen = (sum: number): string => String((10 - (sum % 10)) % 10);

/**
 * BBVA's weights ×2, ×1, ×2… from right to left with the digits of each product added, over values 0–9
 * (domain-facts.md §G2, algorithms 00, 14 and 36). Changing one value always changes the result.
 */
export function alternatingCheckDigit(values: readonly number[]): string {
  const sum = values.reduceRight(
    (all, value, index) => all + addedDigits(value * ((values.length - index) % 2 === 1 ? 2 : 1)),
    0,
  );
  return toNextTen(sum);
}
