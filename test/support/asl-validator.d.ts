/** The package ships no types; this is the part of it that tests use. */
declare module 'asl-validator' {
  export default function aslValidator(definition: object): {
    readonly isValid: boolean;
    errorsText(separator?: string): string;
  };
}
