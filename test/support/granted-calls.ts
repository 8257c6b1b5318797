import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** What the template's policies allow each function, to be compared with the calls that the runner recorded. */

export interface Call {
  readonly function: string;
  readonly action: string;
  readonly resource: string;
}
export interface Grant {
  readonly function: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const resourceSchema = z.object({ Type: z.string(), Properties: z.looseObject({}).optional() });
const policySchema = z.object({
  Roles: z.array(z.object({ Ref: z.string() })),
  PolicyDocument: z.object({
    Statement: z.array(z.object({ Action: z.unknown(), Resource: z.unknown(), Effect: z.literal('Allow') })),
  }),
});
const functionSchema = z.object({ Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }) });

/** Every statement of every policy of the synthesized template, under the function whose role has it. */
export function grantsOf(assemblyDir: string): Grant[] {
  const resources = readdirSync(assemblyDir)
    .filter((file) => file.endsWith('.template.json'))
    .flatMap((file) =>
      Object.entries(JSON.parse(readFileSync(path.join(assemblyDir, file), 'utf8')).Resources as object),
    )
    .map(([id, body]) => ({ id, ...resourceSchema.parse(body) }));
  const functionOfRole = new Map(
    resources
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .flatMap(({ id, Properties }) => {
        const parsed = functionSchema.safeParse(Properties);
        return parsed.success ? [[parsed.data.Role['Fn::GetAtt'][0], id] as const] : [];
      }),
  );
  const list = (value: unknown): string[] =>
    [value].flat().flatMap((item) => (typeof item === 'string' ? item : poolArn(item)));
  return (
    resources
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => {
        const policy = policySchema.parse(Properties);
        return policy.Roles.flatMap(({ Ref }) =>
          policy.PolicyDocument.Statement.map(({ Action, Resource }) => ({
            function: functionOfRole.get(Ref) ?? '',
            actions: list(Action),
            resources: list(Resource),
          })),
        );
      })
      // CDK's own function for the bucket's notifications acts at deployment only.
      .filter((grant) => grant.function !== '' && !grant.function.startsWith('BucketNotificationsHandler'))
  );
}

/** The user pool has no name of ours: its ARN comes from the stack that made it, and is this one on one machine. */
function poolArn(reference: unknown): string[] {
  const [id] = /UserPool[0-9A-F]{8}/.exec(JSON.stringify(reference)) ?? [];
  return id === undefined ? [] : [`arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_${id}`];
}

/** Calls of these services are recorded; keys, logs, traces and the streams' own reading are AWS's, not the code's. */
export const RECORDED =
  /^(dynamodb:(?!GetRecords|GetShardIterator|DescribeStream|ListStreams)|s3:|ses:|lambda:|cognito-idp:|secretsmanager:)/;

/** IAM lets an address through by its own identity or by that of its domain. */
const identitiesOf = (resource: string): string[] => [resource, resource.replace(/identity\/[^@]+@/, 'identity/')];
const covers = (pattern: string, resource: string): boolean =>
  // Secrets Manager puts six characters of its own behind a name.
  /\*$|-\?{6}$/.test(pattern) ? resource.startsWith(pattern.replace(/\*$|\?{6}$/, '')) : pattern === resource;
export const allows = (grant: Grant, call: Call): boolean =>
  grant.function === call.function &&
  grant.actions.includes(call.action) &&
  grant.resources.some((pattern) => identitiesOf(call.resource).some((resource) => covers(pattern, resource)));
