import * as z from 'zod';
import type { Runner } from '../../../infra/local/runner.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { DemoFile } from '../lending/portfolio.ts';
import { askApi } from '../staff-api.ts';

const fileSchema = z.object({
  notes: z.array(z.object({ balance: z.object({ status: z.string(), owed: z.record(z.string(), z.string()) }) })),
});
const releaseSchema = z.object({
  releaseId: z.string(),
  statusName: z.string(),
  letters: z.array(z.object({ kindName: z.string(), folio: z.string() })),
});

/** Letters for the first borrower all of whose notes are paid. Done again they are the same letters. */
export async function releaseWhoOwesNothing(runner: Runner, borrowers: readonly DemoFile[]): Promise<string> {
  const role = 'recovery-technician';
  for (const { file } of borrowers) {
    const { notes } = fileSchema.parse(await askApi(runner, { role, path: `/v1/files/${file.fileId}` }));
    const owesNothing = ({ balance }: (typeof notes)[number]) =>
      balance.status === 'paid' && Object.values(balance.owed).every((amount) => Number(amount) === 0);
    if (notes.length === 0 || !notes.every(owesNothing)) continue;
    const { releaseId } = releaseSchema.parse(
      await askApi(runner, {
        ...{ role, method: 'POST', path: `/v1/files/${file.fileId}/releases` },
        headers: { 'idempotency-key': deterministicId('demo-release', file.fileId) },
      }),
    );
    await runner.waitUntilQuiet();
    const { letters, statusName } = releaseSchema.parse(
      await askApi(runner, { role, path: `/v1/releases/${releaseId}` }),
    );
    return `${statusName}: ${letters.map(({ kindName, folio }) => `${kindName} ${folio}`).join(', ')}`;
  }
  return 'nadie ha pagado todo';
}
