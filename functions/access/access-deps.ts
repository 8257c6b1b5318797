import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createReviewStore } from './reviews/review-store.ts';
import { createCognitoDirectory } from './users/cognito-directory.ts';
import { createUserStore } from './users/user-store.ts';

/** What both functions of the area work with. `now` is the machine's. */
export function accessDeps(
  documents: DynamoDBDocumentClient,
  environment: { readonly CLOCK: string; readonly SYSTEM_TABLE: string; readonly USER_POOL_ID: string },
  now: () => Date,
) {
  return {
    clock: clockFrom(environment.CLOCK, now),
    users: createUserStore(documents, environment.SYSTEM_TABLE, now),
    reviews: createReviewStore(documents, environment.SYSTEM_TABLE),
    directory: createCognitoDirectory(new CognitoIdentityProviderClient({}), environment.USER_POOL_ID),
    trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  };
}
