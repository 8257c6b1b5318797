import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LOCAL_REGION } from '../assembly/resource.ts';
import { awsEndpoint } from '../aws-endpoint.ts';
import { frontServer } from '../front-server.ts';
import { jsonAnswer } from '../http-messages.ts';
import { plugIn } from '../plug-in.ts';
import { callerOf } from '../recording/caller.ts';
import { recording } from '../recording/plug-in.ts';
import { LOCAL_ISSUER_RFC, PAC_PLACE } from './local-issuer.ts';
import { makeCertificate, type SelfMadeCertificate } from './self-made-certificate.ts';
import { StandInPac } from './stand-in-pac.ts';

interface LocalSecrets {
  readonly token: string;
  readonly issuer: SelfMadeCertificate;
  readonly pac: SelfMadeCertificate;
}

/** A PAC and the SAT's service under /_local/pac, and the secret with which the functions reach it and seal. */
export const pac = plugIn<StandInPac>([], (machine) => {
  const { inside, account } = machine;
  let secrets: LocalSecrets | undefined;
  const own = () => {
    secrets ??= secretsIn(inside('pac'));
    return secrets;
  };
  const { token } = own();
  const standIn = new StandInPac({
    token,
    seal: own().pac,
    now: () => new Date(),
    file: inside('pac', 'stamped.json'),
  });
  frontServer.of(machine).page(PAC_PLACE, async ({ method, path: place, headers, body }) => {
    const answer = await standIn.answer({ method, path: place.slice(PAC_PLACE.length), headers, body });
    // This server cannot break a connection: what an answer that was lost looks like behind a proxy.
    return answer === 'hang-up' ? { status: 502, body: 'Bad Gateway' } : answer;
  });
  const record = recording.of(machine);
  awsEndpoint.of(machine).serve('secretsmanager', ({ headers, body }) => {
    const { SecretId: name } = JSON.parse(body.toString()) as { SecretId: string };
    record({
      function: callerOf(headers.authorization),
      service: 'secretsmanager',
      action: `secretsmanager:${headers['x-amz-target']?.split('.')[1]}`,
      resource: `arn:aws:secretsmanager:${LOCAL_REGION}:${account}:secret:${name}-AbCdEf`,
    });
    const { issuer } = own();
    const { certificate, privateKey, passphrase } = issuer;
    return jsonAnswer(200, {
      Name: name,
      SecretString: JSON.stringify({ token, certificate, privateKey, passphrase }),
    });
  });
  return { gives: standIn };
});

function secretsIn(folder: string): LocalSecrets {
  const file = path.join(folder, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const from = new Date(Date.now() - 86_400_000);
  const made: LocalSecrets = {
    token: randomBytes(24).toString('hex'),
    issuer: makeCertificate(LOCAL_ISSUER_RFC, 'Instituto de ejemplo', from),
    pac: makeCertificate('PAC260101AB1', 'Timbrado de ejemplo', from),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
