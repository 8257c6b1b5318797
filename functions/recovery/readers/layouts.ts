import { bankLayout, wrongLayout } from './bank-layout.ts';
import { refuseUnreadable } from './file-head.ts';
import type { BankLayout } from './layout.ts';
import { LAYOUT_DECLARATIONS } from './layout-declarations.ts';
import { refuseFile } from './reader-refusals.ts';

/** Every layout the institute reads. Versions of one bank's file share the id. */
export const LAYOUTS: readonly BankLayout[] = LAYOUT_DECLARATIONS.map(bankLayout);

/** Ids of the layouts, for the intake routes: `bbva-cie`, `direct-debit-answer`… */
export const LAYOUT_IDS: readonly string[] = [...new Set(LAYOUTS.map((layout) => layout.id))];

/** The layout with an id and a version (the first version when none is said), or undefined. */
export function layoutById(id: string, version = 1): BankLayout | undefined {
  return LAYOUTS.find((layout) => layout.id === id && layout.version === version);
}

/**
 * Which layout a file has, by its first bytes (file-head.ts `peekHead`); its version too.
 * `statedId` is the layout that the person who uploaded it chose, if any: a file of another layout is then refused.
 * Throws a Refusal for a file that is empty, is no text, or has a layout nobody declared.
 */
export function recogniseLayout(head: Uint8Array, fileName: string, statedId?: string): BankLayout {
  refuseUnreadable(head);
  const found = LAYOUTS.filter((layout) => layout.recognises(head, fileName));
  const stated = LAYOUTS.find((layout) => layout.id === statedId);
  const layout = found.find(({ id }) => stated === undefined || id === stated.id);
  if (layout !== undefined) return layout;
  if (stated !== undefined) throw wrongLayout(stated, head, found[0]);
  const names = LAYOUTS.filter(({ version }) => version === 1).map(({ name }) => name);
  throw refuseFile(
    'bank-file-wrong-layout',
    `El archivo no corresponde a ningún formato conocido (${names.join('; ')}). Suba el archivo tal como lo entrega el banco.`,
    { details: [{ line: 1, column: 1, message: 'La línea no tiene la forma de ningún formato conocido.' }] },
  );
}
