import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { creditRoutes } from './credits/credit-routes.ts';
import { creditUseCases } from './credits/credit-use-cases.ts';
import { createCreditUseStore } from './credits/credit-use-store.ts';
import { depositRoutes } from './deposits/deposit-routes.ts';
import { depositUseCases } from './deposits/deposit-use-cases.ts';
import { recoveryDeskEnvironment } from './environment.ts';
import { intakeRoutes } from './intake/intake-routes.ts';
import { intakeUseCases } from './intake/intake-use-cases.ts';
import { createS3UploadSigner } from './intake/s3-upload-signer.ts';
import { heardCreditUses } from './money-signals.ts';
import { paymentDeps } from './payment-deps.ts';
import { provisionalRoutes } from './provisional/provisional-routes.ts';
import { provisionalUseCases } from './provisional/provisional-use-cases.ts';
import { returnRoutes } from './returns/return-routes.ts';
import { returnUseCases } from './returns/return-use-cases.ts';

const environment = recoveryDeskEnvironment.parse(process.env);
const frame = openFunction('recovery-desk');
const documents = documentClient();

/** The recovery technician's desk: bank files and what of them waits for a person. */
export const handler = createApiHandler({
  routes: [...intakeRoutes, ...depositRoutes, ...provisionalRoutes, ...returnRoutes, ...creditRoutes],
  useCases: { ...intakeUseCases, ...depositUseCases, ...provisionalUseCases, ...returnUseCases, ...creditUseCases },
  deps: {
    ...paymentDeps(documents, environment, clockFrom(environment.CLOCK, frame.now), frame),
    creditUses: heardCreditUses(createCreditUseStore(documents, environment.SYSTEM_TABLE), frame.log),
    signer: createS3UploadSigner(new S3Client({}), environment.INTAKE_BUCKET),
    newId: randomUUID,
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
