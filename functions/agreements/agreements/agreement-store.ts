import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { type Centavos, formatMxn } from '../../../shared/money/centavos.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { createCampaignBudget } from '../campaigns/campaign-budget.ts';
import { refuseCampaign } from '../campaigns/campaign-refusals.ts';
import { type AgreementRecord, agreementSchema } from './agreement.ts';
import { type AgreementState, agreementMachine } from './agreement-machine.ts';
import { type AgreementSplit, type AgreementSplits, createAgreementSplits } from './agreement-split.ts';

export interface AgreementStore extends RecordStore<AgreementRecord> {
  /** Writes version 1 with its split, all or nothing; false as `write`. */
  propose(record: AgreementRecord, split: AgreementSplit): Promise<boolean>;
  splitOf: AgreementSplits['splitOf'];
}

/** Agreements in the system table (docs/access-patterns.md, agreements), and what those of campaigns take of their budgets. */
export function createAgreementStore(client: DynamoDBDocumentClient, table: string): AgreementStore {
  const kept = createRecordStore(client, table, {
    schema: agreementSchema,
    keyOf: (agreementId) => ({ PK: `AGREEMENT#${agreementId}`, SK: 'AGREEMENT' }),
    idOf: ({ agreementId }) => agreementId,
    index: 'index1',
    partitionOf: (state) => `AGREEMENTS#${state.toUpperCase()}`,
    sortedBy: ({ proposedOn }) => proposedOn,
  });
  const budget = createCampaignBudget(client, table);
  const { putOf, splitOf } = createAgreementSplits(client, table);
  const store: RecordStore<AgreementRecord> = {
    ...kept,
    /** With what it changes of its campaign's budget, in one transaction. Throws when a proposal would exceed it. */
    async write(next, alongside = []) {
      const { campaign, version } = next;
      const by = takenOfBudget(next, next.history) - takenOfBudget(next, next.history.slice(0, -1));
      if (campaign === undefined || by === 0) return kept.write(next, alongside);
      // What the ledger tells later (kept after all) is true, whatever the budget.
      const upTo = version === 1 ? campaign.budget : undefined;
      if (await kept.write(next, [...alongside, budget.change(campaign.campaignId, by, upTo)])) return true;
      if (upTo !== undefined && (await kept.find(next.agreementId)) === undefined)
        throw refuseCampaign(
          'campaign-budget-exceeded',
          `La campaña «${campaign.name}» puede perdonar ${formatMxn(campaign.budget)} en total, y con este convenio (${formatMxn(by)}) se excedería.`,
        );
      return false;
    },
  };
  return {
    ...store,
    splitOf,
    propose: (record, split) => store.write(record, [putOf(record.agreementId, split)]),
  };
}

/** What an agreement takes of its campaign's budget after those steps: what it forgives, unless it is over without. */
function takenOfBudget({ campaign, forgives, earned }: AgreementRecord, history: AgreementRecord['history']): Centavos {
  const steps: Readonly<Record<string, { readonly to: AgreementState }>> = agreementMachine.steps;
  const state = steps[history.at(-1)?.step ?? '']?.to;
  if (campaign === undefined || state === undefined) return 0;
  // Of one broken part may have been earned payment by payment: it is held against the budget whole.
  return TAKES[state] || (state === 'broken' && earned === 'by-payment') ? sumOfComponents(forgives) : 0;
}

const TAKES: Readonly<Record<AgreementState, boolean>> = {
  proposed: false,
  authorised: true,
  signing: true,
  live: true,
  broken: false,
  fulfilled: true,
  rejected: false,
  withdrawn: false,
  expired: false,
  cancelling: true,
  cancelled: false,
};
