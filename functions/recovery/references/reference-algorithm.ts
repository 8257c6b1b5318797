/** Algorithms of domain-facts.md §G2. Which one the institute uses is a parameter of each layout. */
export type ReferenceAlgorithmId = 'bbva-00' | 'bbva-14' | 'bbva-35' | 'bbva-36' | 'capture-line-97';

/** Why a reference does not pass: it is not one of this algorithm, or its digits are wrong. Spanish message. */
export type ReferenceCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'shape' | 'check-digit'; readonly message: string };

/** A way of ending references with check digits, as a plug-in. */
export interface ReferenceAlgorithm {
  readonly id: ReferenceAlgorithmId;
  /** Name that people see, in Spanish. */
  readonly name: string;
  /** How many check digits end a reference. */
  readonly checkLength: number;
  /** Check digits of a base (a reference without them). Throws a RangeError when the base does not fit. */
  compute(base: string): string;
  /** Whether a whole reference (upper case, no spaces) ends as it should. Never throws. */
  verify(reference: string): ReferenceCheck;
}

/** Builds a plug-in from the shape of its bases and the sum that makes the check digits. */
export function defineReferenceAlgorithm(declared: {
  readonly id: ReferenceAlgorithmId;
  readonly name: string;
  /** What a base looks like, and the same in Spanish for people. */
  readonly base: RegExp;
  readonly baseRule: string;
  readonly checkLength: number;
  readonly checkDigits: (base: string) => string;
}): ReferenceAlgorithm {
  const { id, name, checkLength } = declared;
  return {
    id,
    name,
    checkLength,
    compute(base) {
      if (!declared.base.test(base)) throw new RangeError(`${id}: the base must be ${declared.base}, got "${base}"`);
      return declared.checkDigits(base);
    },
    verify(reference) {
      const base = reference.slice(0, -checkLength);
      if (reference.length <= checkLength || !declared.base.test(base)) {
        return { ok: false, reason: 'shape', message: `La referencia no es del tipo ${name}: ${declared.baseRule}.` };
      }
      if (declared.checkDigits(base) === reference.slice(-checkLength)) return { ok: true };
      const what = checkLength === 1 ? 'El dígito verificador' : 'Los dígitos verificadores';
      return { ok: false, reason: 'check-digit', message: `${what} de la referencia no coincide (${name}).` };
    },
  };
}
