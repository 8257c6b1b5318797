import type { Centavos } from '../money/centavos.ts';

/** `part` of `whole` (not 0) as people read it, with one decimal and no sign: 45 of 360 → "12.5 %". */
export function percentText(part: Centavos, whole: Centavos): string {
  const tenths = Math.round((Math.abs(part) * 1000) / Math.abs(whole));
  return `${Math.trunc(tenths / 10)}.${tenths % 10} %`;
}
