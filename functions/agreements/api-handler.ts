import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { createMailStore } from '../../shared/mail/mail-store.ts';
import { heardPace } from '../../shared/observability/contention.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { agreementDeps } from './agreements/agreement-deps.ts';
import { agreementApiRoutes, agreementUseCases } from './agreements/agreement-use-cases.ts';
import { createCampaignBudget } from './campaigns/campaign-budget.ts';
import { campaignApiRoutes, campaignUseCases } from './campaigns/campaign-use-cases.ts';
import { createCampaignPaperStore } from './campaigns/papers/campaign-paper.ts';
import { paperApiRoutes, paperUseCases } from './campaigns/papers/paper-use-cases.ts';
import { createCampaignPreviewStore } from './campaigns/previews/campaign-preview.ts';
import { createPreviewFiles } from './campaigns/previews/preview-files.ts';
import { previewApiRoutes, previewUseCases } from './campaigns/previews/preview-use-cases.ts';
import { agreementsApiEnvironment } from './environment.ts';
import { createPayoffStore } from './payoffs/payoff-store.ts';
import { payoffApiRoutes, payoffUseCases } from './payoffs/payoff-use-cases.ts';
import { reminderRoutes } from './reminders/reminder-routes.ts';
import { createReminderStore } from './reminders/reminder-store.ts';
import { reminderUseCases } from './reminders/reminder-use-cases.ts';
import { settlementRoutes } from './settlements/settlement-routes.ts';
import { settlementUseCases } from './settlements/settlement-use-cases.ts';

const environment = agreementsApiEnvironment.parse(process.env);
const frame = openFunction('agreements-api');
const documents = documentClient();

export const handler = createApiHandler({
  routes: [
    ...agreementApiRoutes,
    ...reminderRoutes,
    ...campaignApiRoutes,
    ...previewApiRoutes,
    ...paperApiRoutes,
    ...payoffApiRoutes,
    ...settlementRoutes,
  ],
  useCases: {
    ...agreementUseCases,
    ...reminderUseCases,
    ...campaignUseCases,
    ...previewUseCases,
    ...paperUseCases,
    ...payoffUseCases,
    ...settlementUseCases,
  },
  deps: {
    ...agreementDeps(documents, environment, frame.now, heardPace(frame)),
    budget: createCampaignBudget(documents, environment.SYSTEM_TABLE),
    previews: createCampaignPreviewStore(documents, environment.SYSTEM_TABLE),
    previewFiles: createPreviewFiles(documents, environment.SYSTEM_TABLE),
    papers: createCampaignPaperStore(documents, environment.SYSTEM_TABLE),
    jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
    quotes: createPayoffStore(documents, environment.SYSTEM_TABLE),
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    reminders: createReminderStore(documents, environment.SYSTEM_TABLE),
    mails: createMailStore(documents, environment.SYSTEM_TABLE),
    claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
