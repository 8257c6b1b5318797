import * as z from 'zod';
import type { Runner } from '../../../infra/local/runner.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { askApi } from '../staff-api.ts';

const depositsSchema = z.object({ items: z.array(z.object({ depositId: z.string(), amount: z.string() })) });
const suggestionsSchema = z.object({
  items: z.array(
    z.object({ because: z.string(), target: z.object({ fileId: z.string(), noteId: z.string().nullable() }) }),
  ),
});

/** The technician looks for the owner of what could not be identified, and assigns what has one clear suggestion. */
export async function assignADeposit(runner: Runner): Promise<string> {
  const role = 'recovery-technician';
  const { items } = depositsSchema.parse(
    await askApi(runner, { role, path: '/v1/deposits?status=unidentified&limit=50' }),
  );
  for (const { depositId, amount } of items) {
    const found = suggestionsSchema.parse(
      await askApi(runner, { role, path: `/v1/deposits/${depositId}/suggestions` }),
    );
    const [first] = found.items;
    if (first === undefined) continue;
    const { fileId, noteId } = first.target;
    await askApi(runner, {
      role,
      method: 'POST',
      path: `/v1/deposits/${depositId}/assignment`,
      headers: { 'idempotency-key': deterministicId('demo-assignment', depositId) },
      body: { target: noteId === null ? { fileId } : { noteId } },
    });
    return `${items.length} por identificar; se asignó uno de $${amount} (${first.because.toLowerCase()})`;
  }
  return `${items.length} por identificar, sin sugerencias`;
}
