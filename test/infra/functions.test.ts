import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAreaContracts } from '../../infra/area-contracts.ts';
import { AREAS } from '../../infra/areas.ts';
import { mailPerSecond } from '../../infra/environment.ts';
import { isAsynchronous } from '../../infra/functions/function-definition.ts';
import { FUNCTIONS, functionNamed } from '../../infra/functions.ts';
import { LEDGER_TABLES, WRITING_ACTIONS } from '../../infra/grants.ts';
import { failedQueueName, functionName, tableName } from '../../infra/names.ts';
import { STAGE_NAMES, STAGES } from '../../infra/stages.ts';
import { iamStatements, type Synthesized, synthesize } from '../support/synthesized.ts';

const stage = STAGES.production;
const names = FUNCTIONS.map(({ name }) => name);
const asynchronous = FUNCTIONS.filter(isAsynchronous).map(({ name }) => name);
let synthesized: Synthesized;
beforeAll(async () => {
  synthesized = await synthesize('production');
});

const lambda = (name: string) =>
  synthesized
    .of('AWS::Lambda::Function')
    .find(({ properties }) => properties.FunctionName === functionName(stage, name));
const queueId = (name: string) =>
  synthesized.of('AWS::SQS::Queue').find(({ properties }) => properties.QueueName === failedQueueName(stage, name))
    ?.logicalId;

describe('functions', () => {
  it.each(names)('%s runs on ARM and Node 24, is traced and logs JSON with a retention under our key', (name) => {
    const found = lambda(name);
    expect(found?.properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON' },
      MemorySize: functionNamed(name).memoryMb,
      Timeout: functionNamed(name).timeoutSeconds,
    });
    const logs = synthesized
      .of('AWS::Logs::LogGroup')
      .find(({ properties }) => properties.LogGroupName === `/aws/lambda/${functionName(stage, name)}`);
    expect(logs?.properties.RetentionInDays).toBe(stage.logRetentionDays);
    expect(logs?.properties.KmsKeyId).toBeDefined();
  });

  it.each(names)('%s receives exactly the variables that its schema asks for', (name) => {
    const demanded = synthesized.contracts.variables[name];
    expect(demanded, `functions/${functionNamed(name).area}/environment.ts does not tell`).toBeDefined();
    const given = Object.keys(lambda(name)?.properties.Environment?.Variables ?? {});
    expect(given.toSorted()).toEqual([...(demanded ?? [])].toSorted());
  });

  it.each(names)('%s may touch every table whose name it receives, and no other', (name) => {
    const demanded = synthesized.contracts.variables[name] ?? [];
    const granted = new Set(functionNamed(name).tables.map((grant) => grant.table));
    expect([...granted].toSorted()).toEqual(demanded.filter((variable) => variable.endsWith('_TABLE')).toSorted());
  });

  it.each(asynchronous)('%s leaves what fails in its queue', (name) => {
    const target = lambda(name);
    const config = synthesized
      .of('AWS::Lambda::EventInvokeConfig')
      .find(({ properties }) => properties.FunctionName.Ref === target?.logicalId);
    expect(config?.properties.DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0]).toBe(queueId(name));
  });

  it('are of every area that has a folder: one that infra does not name would be deployed by nobody', () => {
    expect(readdirSync('functions').toSorted()).toEqual([...AREAS].toSorted());
  });

  it('may look up who asks, and note whose data is shown, wherever their routes do', async () => {
    const { routes } = await loadAreaContracts(FUNCTIONS);
    const guarded = routes.filter(({ route }) => route.roles !== 'public');
    const lacking = guarded.flatMap(({ area, route: { servedBy, operationId, personalData } }) => {
      const { tables } = functionNamed(`${area}-${servedBy}`);
      const may = (action: string) =>
        tables.some((grant) => grant.table === 'SYSTEM_TABLE' && grant.actions.some((one) => one === action));
      return [
        ...(may('GetItem') ? [] : [`${operationId}: KNOW_WHO_ASKS`]),
        ...(personalData !== true || may('BatchWriteItem') ? [] : [`${operationId}: NOTE_ACCESSES`]),
      ];
    });
    expect(guarded.length).toBeGreaterThan(50);
    expect(lacking).toEqual([]);
  });

  it('take the layer of fonts, letterhead and wasm where they render, and nowhere else', () => {
    const layered = synthesized
      .of('AWS::Lambda::Function')
      .filter(({ properties }) => properties.Layers !== undefined)
      .map(({ properties }) => properties.FunctionName);
    const readers = FUNCTIONS.filter(({ readsAssets }) => readsAssets).map(({ name }) => functionName(stage, name));
    expect(layered.toSorted()).toEqual(readers.toSorted());
  });

  it.each(STAGE_NAMES)('have a real clock in %s', async (stageName) => {
    const { of } = await synthesize(stageName);
    const clocks = of('AWS::Lambda::Function')
      .map(({ properties }) => properties.Environment?.Variables?.CLOCK)
      .filter((clock) => clock !== undefined);
    expect(new Set(clocks)).toEqual(new Set(['system']));
  });
});

describe('streams', () => {
  it('never block for ever, tell which record failed, and leave what is lost in a queue', () => {
    const mappings = synthesized.of('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(4);
    for (const { properties } of mappings) {
      expect(properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRecordAgeInSeconds: 23 * 3600,
      });
      expect(properties.DestinationConfig.OnFailure.Destination).toBeDefined();
    }
  });

  it('try a record ten times, then leave it in the queue and go on: no record holds its shard for hours', () => {
    const retries = synthesized
      .of('AWS::Lambda::EventSourceMapping')
      .map(({ logicalId, properties }) => [logicalId.replace(/Stream\w+$/, ''), properties.MaximumRetryAttempts]);
    expect(retries.toSorted()).toEqual([
      ['RecoveryRollupEntriesTable', 10],
      ['RecoveryRollupSystemTable', 10],
      ['SystemDispatchLinksTable', 10],
      ['SystemDispatchSystemTable', 10],
    ]);
  });

  it('have at most two readers a table, as AWS advises for a shard', () => {
    const followed = synthesized
      .of('AWS::Lambda::EventSourceMapping')
      .map(({ properties }) => JSON.stringify(properties.EventSourceArn));
    for (const stream of followed) expect(followed.filter((other) => other === stream).length).toBeLessThanOrEqual(2);
  });

  it('of the system table bring moves of deposits to the rollups and every request for later work to the dispatcher', () => {
    const patterns = synthesized
      .of('AWS::Lambda::EventSourceMapping')
      .flatMap(({ properties }) => properties.FilterCriteria?.Filters ?? [])
      .map((filter) => JSON.parse(filter.Pattern));
    const newItems = (prefix: string) => ({ eventName: ['INSERT'], dynamodb: { Keys: { SK: { S: [{ prefix }] } } } });
    expect(patterns).toEqual([newItems('MOVE#'), newItems('RUN#'), newItems('RUN#')]);
  });
});

describe('schedules', () => {
  it('run in Hermosillo time, say the instant they mean, retry within the hour and then ask for a person', () => {
    const schedules = synthesized.of('AWS::Scheduler::Schedule');
    expect(
      Object.fromEntries(schedules.map(({ properties }) => [properties.Name, properties.ScheduleExpression])),
    ).toEqual({
      'cartera-production-value-portfolio': 'cron(15 0 * * ? *)',
      'cartera-production-close-day': 'cron(0 6 * * ? *)',
      'cartera-production-sweep-agreements': 'cron(15 6 * * ? *)',
      'cartera-production-heal-agreements': 'rate(5 minutes)',
      'cartera-production-heal-lending': 'rate(5 minutes)',
      'cartera-production-follow-invoices': 'rate(5 minutes)',
      'cartera-production-sweep-reversed-invoices': 'cron(40 6 * * ? *)',
      'cartera-production-review-letters': 'cron(45 6 * * ? *)',
      'cartera-production-heal-release-batches': 'rate(5 minutes)',
      'cartera-production-heal-disposals': 'rate(5 minutes)',
      'cartera-production-heal-scans': 'rate(5 minutes)',
      'cartera-production-chase-originals': 'cron(30 8 * * ? *)',
      'cartera-production-tick-arco-requests': 'cron(50 6 * * ? *)',
      'cartera-production-heal-receptions': 'rate(5 minutes)',
      'cartera-production-tick-disputes': 'cron(30 6 * * ? *)',
      'cartera-production-remind-of-payments': 'cron(0/30 9-11 * * ? *)',
      'cartera-production-send-daily-report': 'cron(0 7 * * ? *)',
      'cartera-production-send-monthly-report': 'cron(15 7 1 * ? *)',
      'cartera-production-resume-files': 'rate(5 minutes)',
      'cartera-production-resume-monthly-statements': 'rate(5 minutes)',
      'cartera-production-resume-restatements': 'rate(5 minutes)',
      'cartera-production-watch-access': 'rate(5 minutes)',
    });
    for (const { properties } of schedules) {
      expect(properties.ScheduleExpressionTimezone).toBe('America/Hermosillo');
      expect(JSON.parse(properties.Target.Input)).toMatchObject({ scheduledTime: '<aws.scheduler.scheduled-time>' });
      expect(properties.Target.DeadLetterConfig.Arn).toBeDefined();
      expect(properties.Target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 5 });
    }
  });
});

describe('mail', () => {
  const sender = (name: string, reservedConcurrency?: number) => ({
    ...{ name, sendsMail: true },
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
  });

  it('leaves no faster than SES allows the account, all senders together', () => {
    const functions = [sender('reports', 1), sender('statements', 3), { name: 'api', sendsMail: false }];
    expect(mailPerSecond({ mailPerSecond: 14 }, functions)).toBe(3.5);
  });

  it('is sent by nobody who may run in any number', () => {
    expect(() => mailPerSecond({ mailPerSecond: 14 }, [sender('letters')])).toThrow(
      'letters sends mail and may run in any number at once',
    );
  });

  it('is held back by one list, ours: what SES suppressed by itself would stay refused after a person has lifted it', () => {
    const [set] = synthesized.of('AWS::SES::ConfigurationSet');
    expect(set?.properties.SuppressionOptions).toEqual({ SuppressedReasons: [] });
  });

  it('is not rewritten to tell who opened it or clicked: links of borrowers would lie in a click log', () => {
    const [set] = synthesized.of('AWS::SES::ConfigurationSet');
    expect(set?.properties.TrackingOptions).toBeUndefined();
    expect(set?.properties.VdmOptions.DashboardOptions.EngagementMetrics).toBe('DISABLED');
    const told = synthesized
      .of('AWS::SES::ConfigurationSetEventDestination')
      .flatMap(({ properties }) => properties.EventDestination.MatchingEventTypes);
    expect(told).toContain('delivery');
    expect(told).not.toContain('open');
    expect(told).not.toContain('click');
  });
});

describe('later work', () => {
  it('has one function a task, which the dispatcher may call and knows by name; nobody else calls a function', () => {
    const tasks = FUNCTIONS.flatMap(({ triggers }) => triggers.flatMap((t) => (t.type === 'job' ? [t.task] : [])));
    expect(new Set(tasks).size).toBe(tasks.length);
    const dispatcher = synthesized
      .of('AWS::Lambda::Function')
      .find(({ properties }) => properties.FunctionName === functionName(stage, 'system-dispatch'));
    expect(JSON.parse(dispatcher?.properties.Environment.Variables.JOB_FUNCTIONS)).toEqual({
      'post-file': functionName(stage, 'recovery-post-file'),
      'draw-campaign-paper': functionName(stage, 'agreements-draw-papers'),
      'draw-release-letters': functionName(stage, 'custody-letters'),
      'release-batch': functionName(stage, 'custody-letters'),
      'apply-hold': functionName(stage, 'custody-dispose'),
      'carry-out-disposal': functionName(stage, 'custody-dispose'),
      'preview-campaign': functionName(stage, 'agreements-preview'),
      'receive-originals': functionName(stage, 'custody-receive-list'),
      'restate-past': functionName(stage, 'recovery-restate-past'),
      'resend-report': functionName(stage, 'recovery-send-report'),
      'stamp-invoice': functionName(stage, 'invoicing-stamp'),
      'cancel-invoice': functionName(stage, 'invoicing-stamp'),
      'deliver-invoice': functionName(stage, 'invoicing-deliver'),
      'make-global-invoice': functionName(stage, 'invoicing-global'),
      'send-statement-link': functionName(stage, 'statements-deliver'),
      'receive-dispute': functionName(stage, 'statements-disputes'),
      'dissent-from-dispute': functionName(stage, 'statements-disputes'),
      'tell-dispute': functionName(stage, 'statements-disputes'),
      'send-monthly-statements': functionName(stage, 'statements-monthly'),
      'tell-old-address': functionName(stage, 'statements-deliver'),
    });
    const callers = iamStatements(synthesized).filter(
      ({ policy, actions }) => actions.includes('lambda:InvokeFunction') && !policy.includes('Schedule'),
    );
    expect(callers.map(({ policy }) => policy.replace(/RoleDefaultPolicy.*/, ''))).toEqual(['SystemDispatch']);
    expect(callers[0]?.resources).toHaveLength(
      new Set(FUNCTIONS.filter(({ triggers }) => triggers.some(({ type }) => type === 'job'))).size,
    );
  });
});

describe('permissions', () => {
  it('name every action', () => {
    for (const { policy, actions } of iamStatements(synthesized)) {
      expect(
        actions.filter((action) => action.includes('*')),
        policy,
      ).toEqual([]);
    }
  });

  it('name every resource; only traces, which have none, take a star', () => {
    const open = iamStatements(synthesized).filter(({ resources }) => resources.includes('*'));
    for (const { policy, actions } of open) {
      expect(actions, policy).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    }
    expect(open).toHaveLength(FUNCTIONS.length);
  });

  it('let only the functions that post write the ledger, and nobody delete or change an entry', () => {
    // A request's key is bound to what it asks in the idempotency table, also where no money moves.
    const arns = LEDGER_TABLES.filter((variable) => variable !== 'IDEMPOTENCY_TABLE').map(
      (variable) => `table/${tableName(stage, variable)}`,
    );
    const writes = (action: string) => WRITING_ACTIONS.some((writing) => action === `dynamodb:${writing}`);
    const onLedger = iamStatements(synthesized).filter(({ resources }) =>
      resources.some((resource) => arns.some((arn) => String(resource).endsWith(arn))),
    );
    const writers = onLedger.filter(({ actions }) => actions.some(writes)).map(({ policy }) => policy);
    expect([...new Set(writers.map((policy) => policy.replace(/RoleDefaultPolicy.*/, '')))].toSorted()).toEqual([
      'AgreementsApi',
      'AgreementsSweep',
      'LendingApi',
      'LendingHeal',
      'RecoveryApi',
      'RecoveryDesk',
      'RecoveryPostFile',
      'RecoveryResumeFiles',
    ]);
    const onEntries = onLedger.filter(({ resources }) =>
      resources.some((resource) => String(resource).endsWith('-entries')),
    );
    for (const { policy, actions } of onEntries) {
      expect(
        actions.filter(writes).filter((action) => action !== 'dynamodb:PutItem'),
        policy,
      ).toEqual([]);
    }
  });

  it('let only the access area change who may sign in, in our pool, and nobody delete a user', () => {
    const onPool = iamStatements(synthesized).filter(({ actions }) =>
      actions.some((a) => a.startsWith('cognito-idp:')),
    );
    expect(onPool.map(({ policy }) => policy.replace(/RoleDefaultPolicy.*/, '')).toSorted()).toEqual([
      'AccessApi',
      'AccessWatch',
    ]);
    for (const { actions, resources } of onPool) {
      expect(actions.filter((action) => /Delete/.test(action))).toEqual([]);
      expect(JSON.stringify(resources)).toMatch(/^\[\{[^,]*UserPool[^,]*\}\]$/);
    }
  });

  it('let one function alone delete a document of the vault or touch its hold, and nobody shorten or pass over a lock', () => {
    const onLocks = iamStatements(synthesized).flatMap(({ policy, actions, resources }) =>
      actions
        .filter((action) => /^s3:.*(Delete|Hold|Retention|Lock|Lifecycle|BucketPolicy)/.test(action))
        .map((action) => [policy.replace(/RoleDefaultPolicy.*/, ''), action, String(resources)]),
    );
    const vault = expect.stringMatching(/^arn:aws:s3:::cartera-production-vault-[^,]*\/\*$/);
    expect(onLocks.toSorted()).toEqual([
      ['CustodyApi', 's3:GetObjectRetention', vault],
      ['CustodyDispose', 's3:DeleteObjectVersion', vault],
      ['CustodyDispose', 's3:GetObjectRetention', vault],
      ['CustodyDispose', 's3:PutObjectLegalHold', vault],
    ]);
  });

  it('let what is drawn for many people be put and fetched under its own prefix, and no report be touched', () => {
    const onBuckets = iamStatements(synthesized)
      .filter(({ policy, actions }) => policy.startsWith('Agreements') && actions.some((one) => one.startsWith('s3:')))
      .map(({ policy, actions, resources }) => [
        policy.replace(/RoleDefaultPolicy.*/, ''),
        actions,
        resources.map((resource) => String(resource).replace(/.*-reports-[^/]*/, '')),
      ]);
    expect(onBuckets.toSorted()).toEqual([
      ['AgreementsDrawPapers', ['s3:PutObject'], ['/campaigns/*']],
      ['AgreementsRender', ['s3:GetObject'], ['/campaigns/*']],
    ]);
  });

  it('let the public pages write links and nothing else, and their renderer documents besides', () => {
    const writes = iamStatements(synthesized)
      .filter(({ policy }) => /^Statements(Page|Render)/.test(policy))
      .filter(({ actions }) =>
        actions.some((action) => /:(Put|Update|Delete|BatchWrite|Transact|Invoke|Send)/.test(action)),
      )
      .filter(({ actions }) => !actions.every((action) => /^(xray|logs):/.test(action)));
    expect(writes.length).toBeGreaterThan(0);
    const links = /^\["[^"]*cartera-production-links"\]$/;
    for (const { policy, resources } of writes) {
      const told = JSON.stringify(resources);
      if (policy.startsWith('StatementsRender') && !links.test(told)) {
        // The paper that a session asked for, and the key that its bucket is under.
        expect(told).toMatch(/cartera-production-documents-|FilesKey/);
      } else expect(told).toMatch(links);
    }
  });

  it('let only invoices, reports, links, news of disputes, reminders and requests for originals leave as mail, from our address', () => {
    const senders = iamStatements(synthesized).filter(({ actions }) =>
      actions.some((action) => action.startsWith('ses:')),
    );
    expect(senders.map(({ policy }) => policy.replace(/RoleDefaultPolicy.*/, ''))).toEqual([
      'InvoicingDeliver',
      'StatementsDeliver',
      'StatementsDisputes',
      'AgreementsRemind',
      'CustodyChase',
      'RecoverySendReport',
      'StatementsMonthly',
    ]);
  });
});
