import { ROLE_POSTS } from '../institute/posts.ts';
import type { Log } from '../observability/log.ts';
import type { Caller } from './route.ts';
import type { RouteMatch } from './route-matcher.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Notes in the log that an outsider (external lawyer, auditor, portal) read personal data: who, which operation, and
 * the ids of the records in the path. Only UUIDs: a path may also carry a reference or an RFC, which identify people.
 */
export function notePersonalDataRead(log: Log, { route, params }: RouteMatch, caller: Caller): void {
  if (route.personalData !== true || !caller.roles.some((role) => ROLE_POSTS[role].outsider)) return;
  log.event('personal-data-read', {
    operationId: route.operationId,
    subject: caller.subject,
    roles: caller.roles,
    recordIds: Object.values(params).filter((value) => UUID.test(value)),
  });
}
