import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Runner } from '../../../infra/local/runner.ts';
import { type LocalApp, localApp } from '../../support/local-app.ts';

let app: LocalApp;
let runner: Runner;
beforeAll(async () => {
  app = await localApp();
  runner = await app.start();
});
afterAll(async () => {
  await runner?.stop();
  app?.remove();
});

const config = () => {
  const { region, credentials, endpoint } = runner.awsEndpoints;
  return { region, credentials, endpoint };
};
async function heard(prefix: string): Promise<readonly string[]> {
  await runner.waitUntilQuiet();
  const dynamo = new DynamoDBClient({ ...config(), endpoint: runner.awsEndpoints.dynamodbEndpoint });
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: runner.tableNames.SEEN_TABLE! }));
  return Items.flatMap(({ PK }) => (PK?.S?.startsWith(prefix) ? [PK.S.slice(prefix.length)] : [])).sort();
}

describe('PutEvents', () => {
  const put = (entries: readonly (readonly [detail: string, type?: string])[]) =>
    new EventBridgeClient(config()).send(
      new PutEventsCommand({
        Entries: entries.map(([Detail, DetailType = 'Payment']) => ({ Source: 'cartera', DetailType, Detail })),
      }),
    );

  it('reaches the function, the queue and the state machine of the rule that matches', async () => {
    const answer = await put([
      ['{"id":"p1","amount":11}'],
      ['{"id":"p2","amount":10}'],
      ['{"id":"p3","amount":11}', 'Refund'],
      ['no'],
    ]);
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      undefined,
      undefined,
      'MalformedDetail',
    ]);
    expect(await heard('payment/')).toEqual(['p1']);
    expect(await heard('order/')).toEqual(['"p1"']);
    const [machine] = runner.assembly.of('AWS::StepFunctions::StateMachine');
    const { executions = [] } = await new SFNClient(config()).send(
      new ListExecutionsCommand({ stateMachineArn: machine!.arn }),
    );
    expect(executions.map(({ status }) => status)).toEqual(['RUNNING']);
  });
});

describe('what becomes of mails', () => {
  const ses = () => new SESClient(config());
  const send = (to: string, more: object = {}) =>
    ses().send(
      new SendEmailCommand({
        Source: 'Cartera <avisos@ejemplo.mx>',
        Destination: { ToAddresses: [to] },
        Message: { Subject: { Data: 'Aviso' }, Body: { Text: { Data: 'Hola' } } },
        ...more,
      }),
    );
  const post = (place: string) => fetch(`${runner.apiUrl}/_local/mail/${place}`, { method: 'POST' });

  it('is told of the addresses of the simulator, by the configuration set of the sender', async () => {
    for (const to of ['bounce@simulator.amazonses.com', 'complaint+7@simulator.amazonses.com', 'ana@ejemplo.mx'])
      await send(to);
    expect(await heard('Email ')).toEqual([
      'Bounced/bounce@simulator.amazonses.com',
      'Complaint Received/complaint+7@simulator.amazonses.com',
    ]);
    expect(runner.mails()).toHaveLength(3);
  });

  it('is told of any mail by hand', async () => {
    const { MessageId } = await send('luis@ejemplo.mx', { Tags: [{ Name: 'area', Value: 'recovery' }] });
    expect((await post(`${MessageId}/bounce`)).status).toBe(202);
    expect((await post(`${MessageId}/complaint?recipient=luis@ejemplo.mx`)).status).toBe(202);
    expect(await heard('Email ')).toEqual(
      expect.arrayContaining(['Bounced/luis@ejemplo.mx', 'Complaint Received/luis@ejemplo.mx']),
    );
    expect(runner.mails().find(({ id }) => id === MessageId)?.tags).toEqual({ area: 'recovery' });
    expect((await post(`${MessageId}/bounce?recipient=otra@ejemplo.mx`)).status).toBe(400);
    expect((await post('nadie/bounce')).status).toBe(404);
  });

  it('is told to nobody when the mail has no configuration set with a destination', async () => {
    const raw = ['From: x@otro.mx', 'To: ana@ejemplo.mx', 'Subject: x', '', 'x'];
    const sendRaw = (lines: readonly string[]) =>
      ses().send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(lines.join('\r\n')) } }));
    const { MessageId } = await sendRaw(raw);
    expect((await post(`${MessageId}/bounce`)).status).toBe(409);
    const named = await sendRaw(['X-SES-CONFIGURATION-SET: local-mails', ...raw]);
    expect((await post(`${named.MessageId}/bounce`)).status).toBe(202);
  });
});
