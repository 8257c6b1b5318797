import { createHash } from 'node:crypto';
import type { Centavos } from '../../../shared/money/centavos.ts';
import { peekHead } from '../readers/file-head.ts';
import { refuseOverSize } from '../readers/file-size.ts';
import type { BankLayout } from '../readers/layout.ts';
import { recogniseLayout } from '../readers/layouts.ts';
import { refuseFile } from '../readers/reader-refusals.ts';
import { rowIdentity } from '../readers/row-identity.ts';
import { amountOf, createTotalsCheck } from './check-totals.ts';
import { collectIdentities } from './repeated-identities.ts';

/** What one reading of a file tells before any of its rows is posted. */
export interface Survey {
  readonly layout: BankLayout;
  readonly sizeBytes: number;
  /** Of the bytes, hex: the same bytes are never posted twice. */
  readonly sha256: string;
  readonly rows: number;
  /** Sum of the amounts of all rows, those that cannot be posted included. */
  readonly sum: Centavos;
  /** Short hashes of the identities that occur more than once. */
  readonly repeated: ReadonlySet<bigint>;
}

/**
 * Reads a whole file once, streaming, and posts nothing: its hash, its size against the layout's limit, how many rows
 * and how much money, and which rows occur more than once. `statedLayout` is what the person who registered the upload
 * said, null when the file was dropped directly.
 * Throws a Refusal that says what is wrong with the file (empty, too large, not recognised, unreadable, not what the
 * bank itself says it adds up to).
 */
export async function surveyFile(
  file: { readonly fileName: string; readonly statedLayout: string | null },
  source: AsyncIterable<Uint8Array>,
): Promise<Survey> {
  const { head, bytes } = await peekHead(source);
  const layout = recogniseLayout(head, file.fileName, file.statedLayout ?? undefined);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  async function* measured() {
    for await (const chunk of bytes) {
      sizeBytes += chunk.length;
      refuseOverSize(layout, sizeBytes);
      hash.update(chunk);
      yield chunk;
    }
  }
  const identities = collectIdentities();
  let rows = 0;
  let sum = 0;
  const totals = createTotalsCheck(layout);
  for await (const reading of layout.read(measured(), totals.stated)) {
    rows += 1;
    sum += amountOf(reading) ?? 0;
    totals.add(reading);
    if (reading.ok) identities.add(rowIdentity(layout, reading.row.fields).identity);
  }
  totals.end();
  if (rows === 0) {
    throw refuseFile(
      'bank-file-empty',
      `El archivo no tiene renglones de «${layout.name}». Si ese día no hubo pagos, no lo suba.`,
    );
  }
  return { layout, sizeBytes, sha256: hash.digest('hex'), rows, sum, repeated: identities.repeated() };
}
