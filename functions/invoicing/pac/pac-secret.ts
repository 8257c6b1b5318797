import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';

/** What Sistemas puts into the secret store by hand (docs/deploy.md): JSON, files of the SAT as base64. */
const pacSecretSchema = z.object({
  token: z.string().min(1),
  certificate: z.string().min(1),
  privateKey: z.string().min(1),
  passphrase: z.string(),
});
export type PacSecret = z.output<typeof pacSecretSchema>;

/** A certificate is renewed every four years and a token sooner: a process that lives reads them again so often. */
const KEPT_MS = 15 * 60_000;

/** Reads the secret when it is first needed, and again after a while. Throws when it is not there or not whole. */
export function pacSecret(client: SecretsManagerClient, SecretId: string, now: () => Date): () => Promise<PacSecret> {
  let kept: { readonly secret: Promise<PacSecret>; readonly until: number } | undefined;
  const read = async (): Promise<PacSecret> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    return pacSecretSchema.parse(JSON.parse(SecretString ?? 'null'));
  };
  return () => {
    const time = now().getTime();
    if (kept === undefined || kept.until < time) {
      const secret = read();
      kept = { secret, until: time + KEPT_MS };
      // What failed is asked anew.
      secret.catch(() => {
        kept = undefined;
      });
    }
    return kept.secret;
  };
}
