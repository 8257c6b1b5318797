import { existsSync } from 'node:fs';
import path from 'node:path';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import * as z from 'zod';
import { readJsonFile } from '../assembly/json.ts';
import { writeFileAtomically } from '../files.ts';
import type { UserPoolFacts } from './user-pool.ts';

const jwkSchema = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  d: z.string(),
});
const clientSchema = z.object({
  clientId: z.string(),
  scopes: z.array(z.string()),
  // Folders of before people signed in have none of these; a start writes them.
  callbackUrls: z.array(z.string()).default([]),
  accessTokenMinutes: z.number().default(60),
  refreshTokenMinutes: z.number().default(600),
});
const identitySchema = z.object({
  issuer: z.string(),
  staff: clientSchema.optional(),
  machine: clientSchema.optional(),
  key: jwkSchema,
});

/** The key pair of one data folder, and for whom it signs. */
export interface SigningIdentity {
  readonly facts: UserPoolFacts;
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
}

/** Where a data folder keeps its identity; `npm run token` reads it without the runner. */
export function identityFile(dataDir: string): string {
  return path.join(dataDir, 'identity', 'identity.json');
}

/** The data folder's signing key, made (RS256, 2048 bits) at the first start; tokens stay valid over restarts. */
export async function openIdentity(dataDir: string, facts: UserPoolFacts): Promise<SigningIdentity> {
  const file = identityFile(dataDir);
  const key = existsSync(file) ? readJsonFile(file, identitySchema).key : await newKey();
  writeFileAtomically(file, JSON.stringify({ ...facts, key }, null, 1));
  return identityFrom(facts, key);
}

/** The identity that a start left in the folder; undefined when there was none yet. */
export async function readIdentity(dataDir: string): Promise<SigningIdentity | undefined> {
  const file = identityFile(dataDir);
  if (!existsSync(file)) return undefined;
  const { key, issuer, staff, machine } = readJsonFile(file, identitySchema);
  return identityFrom({ issuer, staff, machine }, key);
}

async function newKey(): Promise<z.output<typeof jwkSchema>> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return jwkSchema.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
}

async function identityFrom(facts: UserPoolFacts, key: z.output<typeof jwkSchema>): Promise<SigningIdentity> {
  const { kty, n, e, d, p, q, dp, dq, qi } = z
    .object({ p: z.string(), q: z.string(), dp: z.string(), dq: z.string(), qi: z.string() })
    .extend(jwkSchema.shape)
    .parse(key);
  const privateJwk = { kty, n, e, d, p, q, dp, dq, qi, kid: key.kid };
  const privateKey = await importJWK(privateJwk, 'RS256');
  if (privateKey instanceof Uint8Array) throw new Error('the signing key is not an RSA key');
  const publicJwk = { kty, n, e, kid: key.kid, alg: 'RS256', use: 'sig' };
  return { facts, keyId: key.kid, privateKey, publicJwk, privateJwk };
}
