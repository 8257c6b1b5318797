import type { IdentityFault } from './identity-fault.ts';

const WEIGHTS = [3, 7, 1] as const;

/** The 18th digit of a CLABE from its first 17: weights 3, 7, 1 repeated, every product mod 10 (domain-facts.md §G1). */
export function clabeCheckDigit(first17: string): number {
  const sum = [...first17].reduce((all, digit, index) => all + ((Number(digit) * (WEIGHTS[index % 3] ?? 0)) % 10), 0);
  return (10 - (sum % 10)) % 10;
}

/**
 * What is wrong with a CLABE (bank 3 + plaza 3 + account 11 + check digit), or nothing.
 * A fault always refuses: money sent to a wrong account does not come back.
 */
export function checkClabe(clabe: string): readonly IdentityFault[] {
  if (!/^\d{18}$/.test(clabe)) {
    return [
      {
        code: 'shape',
        severity: 'refuse',
        message: 'La CLABE debe tener 18 dígitos, sin espacios ni guiones. Cópiela del estado de cuenta del banco.',
      },
    ];
  }
  if (clabeCheckDigit(clabe.slice(0, 17)) !== Number(clabe[17])) {
    return [
      {
        code: 'check-digit',
        severity: 'refuse',
        message:
          'El último dígito de la CLABE no corresponde a los demás: hay un dígito equivocado. Revísela completa.',
      },
    ];
  }
  return [];
}
