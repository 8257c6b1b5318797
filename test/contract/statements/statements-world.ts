import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { hashOfDatum, SEND_TASK } from '../../../functions/statements/asking/asked.ts';
import { type DeliverDeps, deliverLink } from '../../../functions/statements/delivery/deliver-link.ts';
import type { FollowDeps } from '../../../functions/statements/delivery/follow-mail.ts';
import { createMailBudget } from '../../../functions/statements/delivery/mail-budget.ts';
import type { DisputeDeps } from '../../../functions/statements/disputes/dispute-deps.ts';
import { disputePageRoutes } from '../../../functions/statements/disputes/dispute-page-routes.ts';
import { createDisputeStore, createToldDisputes } from '../../../functions/statements/disputes/dispute-store.ts';
import type { ReceiveDeps } from '../../../functions/statements/disputes/receive-dispute.ts';
import { type DisputeJobDeps, runDisputeJob } from '../../../functions/statements/disputes/run-dispute-job.ts';
import {
  presentDissent,
  type ShowDisputeDeps,
  showDispute,
} from '../../../functions/statements/disputes/show-dispute.ts';
import { createGivenData } from '../../../functions/statements/indicators/given-data.ts';
import type { PageDeps } from '../../../functions/statements/page/page-deps.ts';
import { pageRoutes } from '../../../functions/statements/page/page-routes.ts';
import { formBytes, pages } from '../../../functions/statements/page/pages.ts';
import { wrong } from '../../../functions/statements/page/wrong-answer.ts';
import { createPaperStore } from '../../../functions/statements/papers/paper-store.ts';
import { createPreferencesStore } from '../../../functions/statements/preferences/preferences-store.ts';
import { createUnsubscribeTokens } from '../../../functions/statements/preferences/unsubscribe-tokens.ts';
import type { LinkDeps } from '../../../functions/statements/staff/link-deps.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import { createPageHandler } from '../../../shared/http/page-handler.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { createJobRequests, type JobRequest } from '../../../shared/jobs/job-request.ts';
import { readPast } from '../../../shared/ledger/past.ts';
import { readEntries, readFileHeads } from '../../../shared/ledger/read-ledger.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createAddressHolds } from '../../../shared/links/address-change.ts';
import { createLinkSessions } from '../../../shared/links/link-session.ts';
import { createLinkStore } from '../../../shared/links/link-store.ts';
import { createRateLimits } from '../../../shared/links/rate-limits.ts';
import { createReleaseLetterStore } from '../../../shared/links/release-letter.ts';
import { createUndeliverableAddresses } from '../../../shared/links/undeliverable.ts';
import { createWrongData } from '../../../shared/links/wrong-data.ts';
import { createMailStore } from '../../../shared/mail/mail-store.ts';
import { createSuppressions } from '../../../shared/mail/suppression.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { createMetrics } from '../../../shared/observability/metrics.ts';
import { createBorrowerFinder } from '../../../shared/register/find-borrowers.ts';
import { registerStoreReader } from '../../../shared/register/register-store-reader.ts';
import { loadPortfolio, portfolioTables } from '../../demonstration/lending/load-portfolio.ts';
import { DEMO_SIZE, type DemoFile, demoPortfolio } from '../../demonstration/lending/portfolio.ts';
import { startTestDynamo } from '../../support/dynamo.ts';

export const TODAY = calendarDate('2026-11-20');

export interface SentMail {
  readonly to: readonly string[];
  readonly tryId: string;
  readonly raw: string;
  readonly text: string;
  readonly html: string;
  /** Path of the link in it. */
  readonly path: string | undefined;
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string;
}

export const emailOf = (file: DemoFile): string | undefined =>
  file.borrower.contactPoints.find(({ kind }) => kind === 'email')?.value;

/** The demonstration portfolio with addresses for all but its second borrower, two avales with one, over the real engine. */
export async function statementsWorld() {
  const dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  const made = [...demoPortfolio({ ...DEMO_SIZE, borrowers: 14 }, calendarDate('2026-11-19'), bankHolidayCalendar())];
  const portfolio = made.map((file, index): DemoFile => {
    const email = { kind: 'email' as const, value: `persona${index}@correo.example` };
    const contactPoints = index === 1 ? file.borrower.contactPoints : [...file.borrower.contactPoints, email];
    const cosigners = file.cosigners.map((cosigner) => ({
      ...cosigner,
      contactPoints: index === 1 ? [] : [{ kind: 'email' as const, value: `aval${index}@correo.example` }],
    }));
    return { ...file, borrower: { ...file.borrower, contactPoints }, cosigners };
  });
  await loadPortfolio(documents, portfolioTables(dynamo.tables), portfolio);

  let now = new Date('2026-11-20T14:10:00.000Z');
  const lines: string[] = [];
  const heard = { functionName: 'statements', now: () => now, write: (line: string) => void lines.push(line) };
  const frame = { now: () => now, log: createLog(heard), metrics: createMetrics(heard) };
  /** Another business day may come; the demonstration's portfolio is as of TODAY. */
  let day = TODAY;
  const clock = { today: () => day, now: () => now };
  const mails: SentMail[] = [];
  const asked: JobRequest[] = [];
  /** Calls of the store by the pages, so that known and unknown can be compared. */
  const calls: string[] = [];
  const counting = DynamoDBDocumentClient.from(dynamo.client, { marshallOptions: { removeUndefinedValues: true } });
  counting.middlewareStack.add(
    (next, context) => async (args) => {
      calls.push(String(context.commandName));
      return next(args);
    },
    { step: 'initialize' },
  );
  const requests = createJobRequests(counting, tables.LINKS_TABLE);
  const ledgerTables = { heads: tables.HEADS_TABLE, entries: tables.ENTRIES_TABLE };
  const pageDeps: PageDeps = {
    clock,
    now: () => now,
    log: frame.log,
    links: createLinkStore(counting, tables.LINKS_TABLE),
    sessions: createLinkSessions(counting, tables.LINKS_TABLE),
    wrongData: createWrongData(counting, tables.LINKS_TABLE),
    limits: createRateLimits(counting, tables.LINKS_TABLE),
    requests: {
      ask: async (request) => {
        const isNew = await requests.ask(request);
        // What was asked before is not dispatched.
        if (isNew) asked.push(request);
        return isNew;
      },
    },
    register: registerStoreReader({ documents: counting, tableName: tables.REGISTER_TABLE }),
    disputes: createToldDisputes(counting, tables.LINKS_TABLE),
    given: createGivenData(counting, tables.LINKS_TABLE),
    papers: createPaperStore(counting, tables.LINKS_TABLE),
    letters: createReleaseLetterStore(counting, tables.LINKS_TABLE),
    preferences: createPreferencesStore(counting, tables.LINKS_TABLE),
    tokens: createUnsubscribeTokens(counting, tables.LINKS_TABLE),
    headsOfFile: (fileId) => readFileHeads(counting, ledgerTables, fileId),
    pastOf: (head) => readPast(counting, ledgerTables, head),
  };
  const holds = createAddressHolds(documents, tables.LINKS_TABLE);
  const undeliverable = createUndeliverableAddresses(documents, tables.LINKS_TABLE);
  const linkDeps: LinkDeps = {
    ...pageDeps,
    undeliverable,
    holds,
    register: registerStoreReader({ documents, tableName: tables.REGISTER_TABLE }),
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
  };
  const deliverDeps: DeliverDeps = {
    clock,
    metrics: { record: () => undefined },
    log: frame.log,
    links: createLinkStore(documents, tables.LINKS_TABLE),
    undeliverable,
    holds,
    wrongData: createWrongData(documents, tables.LINKS_TABLE),
    budget: createMailBudget(documents, tables.LINKS_TABLE),
    finder: createBorrowerFinder(documents, tables.REGISTER_TABLE, () => now),
    register: linkDeps.register as DeliverDeps['register'],
    mails: createMailStore(documents, tables.SYSTEM_TABLE),
    suppressions: createSuppressions(documents, tables.SYSTEM_TABLE),
    mailer: {
      send: async (raw, to, tryId) => {
        mails.push(readMail(raw, to, tryId));
        return { messageId: `ses-${mails.length}`, refused: 0 };
      },
    },
    publicUrl: 'https://cartera.example',
    from: 'recuperacion@cartera.example',
  };
  const disputes = createDisputeStore(documents, { system: tables.SYSTEM_TABLE, links: tables.LINKS_TABLE });
  const kept = { disputes, calendar: async () => bankHolidayCalendar(), log: frame.log, requests: pageDeps.requests };
  const disputeJobDeps: DisputeJobDeps = { ...deliverDeps, ...kept };
  const disputeDeps: DisputeDeps & ReceiveDeps = {
    ...linkDeps,
    ...kept,
    clock: { today: () => day, now: () => now },
    entriesOf: (noteId) => readEntries(documents, { entries: tables.ENTRIES_TABLE }, noteId),
  };
  const followDeps: FollowDeps = { now: () => now, links: deliverDeps.links, undeliverable, log: frame.log };
  const routes = defineRoutes([...pageRoutes, ...disputePageRoutes]);
  /** Replaced by tests that upload. */
  const evidence: { now: ShowDisputeDeps['evidence'] } = {
    now: { of: async () => [], form: async () => ({ url: 'https://bucket.example/', fields: {} }) },
  };
  const handler = createPageHandler<PageDeps & ShowDisputeDeps, typeof routes>({
    routes,
    pages: { ...pages, showDispute, presentDissent },
    wrong,
    formBytes,
    // The very object, so that what a test breaks in it is broken for the pages.
    deps: Object.assign(pageDeps, {
      evidence: {
        of: (disputeId: string) => evidence.now.of(disputeId),
        form: (disputeId: string, at: Date) => evidence.now.form(disputeId, at),
      },
    }),
    ...frame,
  });

  async function page(
    method: 'GET' | 'HEAD' | 'POST',
    path: string,
    given: {
      form?: Readonly<Record<string, string>>;
      cookies?: readonly string[];
      visitor?: string;
      body?: string;
      headers?: Record<string, string>;
    } = {},
  ): Promise<PageAnswer> {
    const body = given.body ?? (given.form === undefined ? undefined : new URLSearchParams(given.form).toString());
    const event = {
      rawPath: path.split('?')[0],
      rawQueryString: path.split('?')[1] ?? '',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...given.headers },
      ...(given.cookies !== undefined && { cookies: given.cookies }),
      ...(body !== undefined && { body }),
      isBase64Encoded: false,
      requestContext: { stage: '$default', http: { method, sourceIp: given.visitor ?? '189.203.10.7' } },
    };
    const {
      statusCode,
      headers,
      cookies = [],
      body: answer,
    } = await handler(event, {
      awsRequestId: 'prueba',
    } as Parameters<typeof handler>[1]);
    return { status: statusCode, headers, cookies, body: answer };
  }

  /** As the dispatcher would: everything asked for since is delivered. */
  async function deliver(): Promise<string[]> {
    const outcomes: string[] = [];
    for (let job = asked.shift(); job !== undefined; job = asked.shift())
      outcomes.push(
        job.task === SEND_TASK ? await deliverLink(deliverDeps, job) : await runDisputeJob(disputeJobDeps, job),
      );
    return outcomes;
  }

  const pass = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
  };

  /** Asks for a file as its borrower does and answers the path of the mailed link. Ten minutes go by before. */
  async function linkOf(file: DemoFile): Promise<string> {
    pass(11);
    await page('POST', '/solicitar', {
      form: { numero: file.notes[0]?.item.contractNumber ?? '', dato: file.borrower.curp },
    });
    const [outcome] = await deliver();
    const path = mails.at(-1)?.path;
    if (outcome !== 'sent' || path === undefined) throw new Error(`no link: ${outcome}`);
    return path;
  }

  /** In with a link and the datum: the cookie. */
  async function enter(path: string, datum: string): Promise<string> {
    const { status, cookies } = await page('POST', path, { form: { dato: datum } });
    const cookie = cookies[0]?.split(';')[0];
    if (status !== 303 || cookie === undefined) throw new Error(`not in: ${status}`);
    return cookie;
  }

  return {
    ...{
      dynamo,
      portfolio,
      mails,
      asked,
      calls,
      lines,
      page,
      deliver,
      linkOf,
      enter,
      pass,
      pageDeps,
      linkDeps,
      deliverDeps,
      disputeDeps,
      disputeJobDeps,
      followDeps,
      evidence,
    },
    comes: (date: string) => {
      day = calendarDate(date);
    },
    now: () => now,
    hashOfDatum,
    stop: () => dynamo.stop(),
  };
}

export type StatementsWorld = Awaited<ReturnType<typeof statementsWorld>>;

function readMail(raw: Uint8Array, to: readonly string[], tryId: string): SentMail {
  const whole = Buffer.from(raw).toString('utf8');
  const part = (type: string): string => {
    const [, rest = ''] = whole.split(new RegExp(`Content-Type: ${type}[^\\r]*\\r\\n`));
    const [head = '', ...body] = rest.split('\r\n\r\n');
    const encoded = body.join('\r\n\r\n').split('\r\n--')[0] ?? '';
    return /base64/.test(head) ? Buffer.from(encoded, 'base64').toString('utf8') : encoded;
  };
  const text = part('text/plain');
  return { to, tryId, raw: whole, text, html: part('text/html'), path: /\/e\/[\w-]{43}/.exec(text)?.[0] };
}
