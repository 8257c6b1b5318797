/** How an exact fraction becomes whole centavos. A parameter of the product; half up is the default. */
export type RoundingRule = 'half-up' | 'half-even' | 'down';

/**
 * numerator / denominator rounded to a whole number by the rule. Both are exact integers;
 * the numerator must be ≥ 0 (interest never accrues backwards) and the denominator > 0.
 */
export function roundFraction(numerator: bigint, denominator: bigint, rule: RoundingRule): number {
  if (numerator < 0n || denominator <= 0n)
    throw new RangeError('roundFraction needs numerator ≥ 0 and denominator > 0');
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  return Number(remainder === 0n ? quotient : quotient + roundedUp(quotient, remainder, denominator, rule));
}

function roundedUp(quotient: bigint, remainder: bigint, denominator: bigint, rule: RoundingRule): bigint {
  const twice = remainder * 2n;
  switch (rule) {
    case 'down':
      return 0n;
    case 'half-up':
      return twice >= denominator ? 1n : 0n;
    case 'half-even':
      if (twice !== denominator) return twice > denominator ? 1n : 0n;
      return quotient % 2n;
  }
}
