import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { balanceOf, coversDate, readFileHeads } from '../../../../shared/ledger/read-ledger.ts';
import type { LetterDeps } from './draw-letters.ts';

/** The ledger's own balances of the notes of a file, by one consistent Query of its heads: no payment comes between days. */
export const balancesByDay =
  (documents: DynamoDBDocumentClient, heads: string): LetterDeps['balancesByDay'] =>
  async (fileId, days) => {
    const { notes } = await readFileHeads(documents, { heads }, fileId);
    return days.map((day) =>
      notes.map((head) => {
        if (!coversDate(head, day)) throw new RangeError(`the head of ${head.noteId} does not answer for ${day}`);
        return balanceOf(head, head.note, day);
      }),
    );
  };
