import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { propertiesOf } from '../assembly/resource.ts';

const apiSchema = z.object({
  CorsConfiguration: z
    .object({
      AllowOrigins: z.array(z.string()).default([]),
      AllowMethods: z.array(z.string()).default([]),
      AllowHeaders: z.array(z.string()).default([]),
      ExposeHeaders: z.array(z.string()).default([]),
      AllowCredentials: z.coerce.boolean().default(false),
      MaxAge: z.coerce.number().optional(),
    })
    .optional(),
});
export type CorsConfiguration = NonNullable<z.output<typeof apiSchema>['CorsConfiguration']>;

export function corsConfiguration(assembly: Assembly): CorsConfiguration | undefined {
  const api = assembly.of('AWS::ApiGatewayV2::Api')[0];
  return api && propertiesOf(api, apiSchema).CorsConfiguration;
}

/** Headers for an answer to a browser at `origin`; none for an origin that is not allowed. */
export function corsHeaders(
  cors: CorsConfiguration | undefined,
  origin: string | undefined,
  preflight: boolean,
): Record<string, string> {
  if (cors === undefined || origin === undefined) return {};
  const any = cors.AllowOrigins.includes('*');
  if (!any && !cors.AllowOrigins.includes(origin)) return {};
  return {
    'access-control-allow-origin': any ? '*' : origin,
    ...(any ? {} : { vary: 'Origin' }),
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.ExposeHeaders.length > 0 ? { 'access-control-expose-headers': cors.ExposeHeaders.join(',') } : {}),
    ...(preflight
      ? {
          'access-control-allow-methods': cors.AllowMethods.join(','),
          'access-control-allow-headers': cors.AllowHeaders.join(','),
          ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
        }
      : {}),
  };
}
