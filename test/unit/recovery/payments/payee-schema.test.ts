import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { payeeSchema } from '../../../../functions/recovery/payments/payee-schema.ts';

describe('who is being paid', () => {
  it('names each chosen note once', () => {
    const [fileId, first, second] = [randomUUID(), randomUUID(), randomUUID()];
    expect(payeeSchema.safeParse({ fileId, chosenNoteIds: [first, second] }).success).toBe(true);
    const twice = payeeSchema.safeParse({ fileId, chosenNoteIds: [first, second, first] });
    expect(twice.error?.issues).toMatchObject([
      { path: ['chosenNoteIds'], message: expect.stringContaining('una sola vez') },
    ]);
  });
});
