import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { PlayedAgreement } from '../../../shared/loan-book/play-agreement.ts';
import type { TransactItem } from '../../../shared/store/record-store.ts';

/** What each payment of an agreement pays of each note, as it was simulated when it was proposed. */
export type AgreementSplit = Pick<PlayedAgreement, 'payments'>['payments'][number]['parts'][];

/** A part: which of `noteIds`, and centavos of each component in their order. */
const partSchema = z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()]);
const splitSchema = z.object({ noteIds: z.array(z.string()), payments: z.array(z.array(partSchema)) });

export interface AgreementSplits {
  /** The item of a proposal, to be written with it. */
  putOf(agreementId: string, split: AgreementSplit): TransactItem;
  /** By payment, in their order. Undefined of agreements proposed before it was kept. */
  splitOf(agreementId: string): Promise<AgreementSplit | undefined>;
}

/**
 * Splits beside their agreements in the system table, apart from them because who lists agreements does not need them: some
 * 30 bytes a part, 24 KB at most (60 payments, each on 12 notes). Written once.
 */
export function createAgreementSplits(client: DynamoDBDocumentClient, TableName: string): AgreementSplits {
  const keyOf = (agreementId: string) => ({ PK: `AGREEMENT#${agreementId}`, SK: 'SPLIT' });
  return {
    putOf: (agreementId, split) => ({ Put: { TableName, Item: { ...keyOf(agreementId), ...packed(split) } } }),
    async splitOf(agreementId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(agreementId) }));
      return Item === undefined ? undefined : unpacked(splitSchema.parse(Item));
    },
  };
}

function packed(split: AgreementSplit): z.input<typeof splitSchema> {
  const noteIds = [...new Set(split.flat().map(({ noteId }) => noteId))];
  const payments = split.map((parts) =>
    parts.map(({ noteId, paid }): z.input<typeof partSchema> => {
      const { principal, ordinaryInterest, defaultInterest, collectionCosts } = paid;
      return [noteIds.indexOf(noteId), principal, ordinaryInterest, defaultInterest, collectionCosts];
    }),
  );
  return { noteIds, payments };
}

const unpacked = ({ noteIds, payments }: z.output<typeof splitSchema>): AgreementSplit =>
  payments.map((parts) =>
    parts.map(([note, principal, ordinaryInterest, defaultInterest, collectionCosts]) => ({
      noteId: noteIds[note] ?? '',
      paid: { principal, ordinaryInterest, defaultInterest, collectionCosts },
    })),
  );
