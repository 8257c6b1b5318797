import type { LayoutDeclaration } from './layout.ts';
import { refuseFile } from './reader-refusals.ts';

/** Throws a Refusal when a file of `bytes` bytes is larger than the layout takes. */
export function refuseOverSize(layout: LayoutDeclaration, bytes: number): void {
  if (bytes <= layout.maxBytes) return;
  const limit = Math.floor(layout.maxBytes / 1_048_576);
  throw refuseFile(
    'bank-file-too-large',
    `El archivo pasa de ${limit} MB, el máximo de «${layout.name}». Pida al banco un archivo por día, o divídalo por líneas completas.`,
  );
}
