import type { FunctionDefinition } from './functions/function-definition.ts';
import { FUNCTIONS, JOB_FUNCTIONS } from './functions.ts';
import { BUCKET_VARIABLES, bucketName, configurationSetName, functionName, pacSecretName, tableName } from './names.ts';
import type { Stage } from './stages.ts';
import { TABLE_VARIABLES } from './tables.ts';

/** Where Lambda unpacks the layer (shared/documents/assets.ts reads from it). */
export const LAYER_FOLDER = '/opt';

/** Every variable that infra can set, with its value in the stage. A schema asks for some of them. */
function catalogue(stage: Stage): Readonly<Record<string, string>> {
  return {
    STAGE: stage.name,
    CLOCK: stage.clock,
    ...Object.fromEntries(TABLE_VARIABLES.map((variable) => [variable, tableName(stage, variable)])),
    ...Object.fromEntries(BUCKET_VARIABLES.map((variable) => [variable, bucketName(stage, variable)])),
    PUBLIC_URL: stage.publicUrl,
    MAIL_FROM: stage.mailFrom,
    MAIL_CONFIGURATION_SET: configurationSetName(stage),
    MAIL_PER_SECOND: String(mailPerSecond(stage, FUNCTIONS)),
    REPORT_RECIPIENTS: stage.reportRecipients.join(','),
    PAC_URL: stage.pacUrl,
    SAT_STATUS_URL: stage.satStatusUrl,
    PAC_SECRET: pacSecretName(stage),
    ASSETS_DIR: LAYER_FOLDER,
    JOB_FUNCTIONS: JSON.stringify(
      Object.fromEntries(Object.entries(JOB_FUNCTIONS).map(([task, { name }]) => [task, functionName(stage, name)])),
    ),
  };
}

/**
 * Each sender's part of the account's rate, so that all together, with as many of each as may run at once, stay under it.
 * Throws at synth for a sender that may run in any number.
 */
export function mailPerSecond(
  { mailPerSecond: allowed }: Pick<Stage, 'mailPerSecond'>,
  functions: readonly Pick<FunctionDefinition, 'name' | 'sendsMail' | 'reservedConcurrency'>[],
): number {
  const senders = functions.filter(({ sendsMail }) => sendsMail);
  const atOnce = senders.reduce((sum, { name, reservedConcurrency }) => {
    if (reservedConcurrency === undefined) throw new Error(`${name} sends mail and may run in any number at once`);
    return sum + reservedConcurrency;
  }, 0);
  return allowed / atOnce;
}

/**
 * The environment of a function: exactly what its schema names (`demanded`), also of what AWS names (`given`), or what its grants imply while
 * the schema does not exist. Throws at synth, with the function and the variables, when a schema
 * asks for something that infra does not know.
 */
export function environmentOf(
  definition: FunctionDefinition,
  stage: Stage,
  demanded: readonly string[] | undefined,
  given: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const known = { ...catalogue(stage), ...given };
  const wanted = demanded ?? [
    'CLOCK',
    ...definition.tables.map((grant) => grant.table),
    ...definition.buckets.map((grant) => grant.bucket),
    ...(definition.sendsMail ? ['MAIL_FROM', 'MAIL_CONFIGURATION_SET', 'MAIL_PER_SECOND', 'REPORT_RECIPIENTS'] : []),
  ];
  const unknown = wanted.filter((variable) => known[variable] === undefined);
  if (unknown.length > 0) {
    throw new Error(
      `${definition.name} asks for variables that infra/environment.ts does not know: ${unknown.join(', ')}`,
    );
  }
  return Object.fromEntries(wanted.map((variable) => [variable, known[variable] ?? '']));
}
