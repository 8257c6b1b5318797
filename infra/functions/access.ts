import { KNOW_WHO_ASKS, NOTE_ACCESSES } from '../grants.ts';
import { type AreaFunction, HTTP_TIMEOUT_SECONDS } from './function-definition.ts';

/** What a change of somebody's access may come to in the directory, done at once or by the watch. */
const APPLY = [
  'AdminCreateUser',
  'AdminGetUser',
  'AdminListGroupsForUser',
  'AdminAddUserToGroup',
  'AdminRemoveUserFromGroup',
  'AdminEnableUser',
  'AdminDisableUser',
  'AdminUserGlobalSignOut',
  'AdminSetUserMFAPreference',
  'AdminResetUserPassword',
] as const;

/** Who may do what, and who looked at whom. */
export const ACCESS_FUNCTIONS: readonly AreaFunction[] = [
  {
    name: 'access-api',
    entry: 'functions/access/api-handler.ts',
    purpose: 'Users, their posts and offices, their review; who looked at whom.',
    errorImpact:
      'No se puede dar, cambiar ni suspender el acceso de nadie, ni consultar quién vio los datos de una persona.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'accessApiEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query'] },
      { table: 'IDEMPOTENCY_TABLE', actions: ['GetItem', 'PutItem'] },
      { table: 'SYSTEM_TABLE', actions: ['PutItem', 'Query'], indexes: ['index1'] },
      ...NOTE_ACCESSES,
      ...KNOW_WHO_ASKS,
    ],
    buckets: [],
    directory: APPLY,
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'access-watch',
    entry: 'functions/access/schedule-watch-handler.ts',
    purpose: 'Brings the directory after changes that were cut off; opens the review of each quarter and watches it.',
    errorImpact:
      'Un alta, cambio o suspensión que se cortó no llega al directorio, y nadie avisa de una revisión sin firmar.',
    memoryMb: 512,
    timeoutSeconds: 120,
    environmentSchema: 'accessWatchEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'watch-access',
        expression: 'rate(5 minutes)',
        input: {},
        purpose:
          'Every five minutes: what was cut off between the record and the directory; the review of the quarter.',
      },
    ],
    tables: [{ table: 'SYSTEM_TABLE', actions: ['GetItem', 'PutItem'], indexes: ['index1'] }],
    buckets: [],
    directory: [...APPLY, 'ListUsers'],
    sendsMail: false,
    readsAssets: false,
    reservedConcurrency: 1,
  },
];
