import { bbvaCie, bbvaCieImpliedDecimals } from './banks/bbva-cie.ts';
import { bbvaMovements } from './banks/bbva-movements.ts';
import { directDebitAnswer } from './banks/direct-debit-answer.ts';
import { internetGateway } from './banks/internet-gateway.ts';
import type { LayoutDeclaration } from './layout.ts';

/** Every layout the institute reads, as data: for whoever needs names and limits but no reader. */
export const LAYOUT_DECLARATIONS: readonly LayoutDeclaration[] = [
  bbvaCie,
  bbvaCieImpliedDecimals,
  directDebitAnswer,
  bbvaMovements,
  internetGateway,
];
