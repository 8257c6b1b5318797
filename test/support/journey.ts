import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import * as z from 'zod';
import { followFile } from '../../infra/local/commands/follow-file.ts';
import { uploadFile } from '../../infra/local/commands/upload-file.ts';
import { type Runner, type RunnerOptions, startRunner } from '../../infra/local/runner.ts';
import { addDays, type CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { canonicalJson } from '../../shared/canonical/canonical-json.ts';
import { loadPortfolio, portfolioTables } from '../demonstration/lending/load-portfolio.ts';
import { DEMO_SIZE, type DemoFile, demoPortfolio } from '../demonstration/lending/portfolio.ts';
import { builtAssembly } from './built-assembly.ts';

/** What somebody asks of the API in a journey. No role: without a token. */
export interface Asking {
  readonly role?: string;
  readonly office?: string;
  readonly token?: string;
  readonly subject?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The body when it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of dozens of routes; assertions say which fields they mean
  readonly json: any;
}

export type Item = Record<string, unknown>;

/** A data folder of one's own and the product running over it, as its users meet it. */
export interface Journey {
  readonly dataDir: string;
  readonly runner: Runner;
  readonly documents: DynamoDBDocumentClient;
  ask(path: string, asking?: Asking): Promise<Answered>;
  /** Everything in a table, by the variable that names it, in the order of its keys. */
  all(table: string): Promise<Item[]>;
  /** Uploads a bank file as the technician and waits for its end; answers what the API says of it. */
  bring(file: { readonly fileName: string; readonly bytes: Uint8Array; readonly layout?: string }): Promise<FileAnswer>;
  /** The demonstration portfolio whose histories end the day before `day`, register and ledger. */
  seed(day: CalendarDate, borrowers?: number): Promise<readonly DemoFile[]>;
  /** Ends the runner, keeps the folder. */
  stop(): Promise<void>;
  /** Ends the runner and deletes the folder. */
  end(): Promise<void>;
}

const fileAnswer = z.looseObject({
  fileId: z.string(),
  status: z.string(),
  rowsTotal: z.int().nullable(),
  sumTotal: z.string().nullable(),
  outcomes: z.array(z.object({ outcome: z.string(), count: z.int(), sum: z.string() })),
  balanced: z.boolean().nullable(),
  refusal: z
    .object({ code: z.string(), detail: z.string(), details: z.array(z.looseObject({ message: z.string() })) })
    .nullable(),
});
export type FileAnswer = z.output<typeof fileAnswer>;

/** The demonstration portfolio as it stands the evening before `day`; made once, because it takes seconds. */
export function portfolioBefore(day: CalendarDate, borrowers = DEMO_SIZE.borrowers): readonly DemoFile[] {
  const which = `${day}/${borrowers}`;
  const made = portfolios.get(which) ?? [
    ...demoPortfolio({ ...DEMO_SIZE, borrowers }, addDays(day, -1), bankHolidayCalendar()),
  ];
  portfolios.set(which, made);
  return made;
}
const portfolios = new Map<string, readonly DemoFile[]>();

export function newDataFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'cartera-journey-'));
}

/** A copy of a data folder that no runner uses. */
export function copyOfDataFolder(dataDir: string): string {
  const copy = newDataFolder();
  cpSync(dataDir, copy, { recursive: true });
  return copy;
}

/** Boots the product over a data folder (a new one by default), quietly, on free ports, schedules by hand only. */
export async function startJourney(options: Partial<RunnerOptions> & { readonly today: string }): Promise<Journey> {
  const assemblyDir = await builtAssembly();
  const dataDir = options.dataDir ?? newDataFolder();
  const runner = await startRunner({ port: 0, assemblyDir, schedules: 'none', quiet: true, ...options, dataDir });
  const { region, credentials, dynamodbEndpoint } = runner.awsEndpoints;
  const client = new DynamoDBClient({ region, credentials, endpoint: dynamodbEndpoint });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const table = (variable: string): string => {
    const name = runner.tableNames[variable];
    if (name === undefined) throw new Error(`no table for ${variable}`);
    return name;
  };
  const stop = async (): Promise<void> => {
    client.destroy();
    await runner.stop();
  };
  const tokens = new Map<string, string>();
  const tokenOf = async ({ role, office, subject, token }: Asking): Promise<string | undefined> => {
    if (role === undefined) return token;
    const who = `${role}/${office}/${subject}`;
    const known = tokens.get(who) ?? (await runner.token({ role, office, subject }));
    tokens.set(who, known);
    return known;
  };

  return {
    dataDir,
    runner,
    documents,
    stop,
    async ask(where, asking = {}) {
      const token = await tokenOf(asking);
      const { body } = asking;
      const response = await fetch(`${runner.apiUrl}${where}`, {
        method: asking.method ?? 'GET',
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...asking.headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      const json = isJson ? JSON.parse(Buffer.from(bytes).toString()) : undefined;
      return { status: response.status, headers: response.headers, bytes, json };
    },
    async all(variable) {
      const items: Item[] = [];
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await documents.send(
          new ScanCommand({ TableName: table(variable), ConsistentRead: true, ExclusiveStartKey }),
        );
        items.push(...(page.Items ?? []));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    },
    async bring(file) {
      const token = await runner.token({ role: 'recovery-technician' });
      const fileId = await uploadFile({ apiUrl: runner.apiUrl, token }, file);
      const ask = () =>
        fetch(`${runner.apiUrl}/v1/intake-files/${fileId}`, { headers: { authorization: `Bearer ${token}` } });
      await followFile(ask, () => undefined);
      return fileAnswer.parse(await (await ask()).json());
    },
    async seed(day, borrowers) {
      const portfolio = portfolioBefore(day, borrowers);
      await loadPortfolio(documents, portfolioTables(runner.tableNames), portfolio);
      return portfolio;
    },
    async end() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const keyOf = ({ PK, SK }: Item): string => `${PK}\u0000${SK ?? ''}`;

/** Items as text, attributes in the order of their names, so that two states of a table compare exactly. */
export const written = (items: readonly Item[]): string[] => items.map((item) => canonicalJson(item));

/** Runs something that talks to the terminal without letting it; answers what it said. */
export async function quietly(run: () => Promise<unknown>): Promise<string> {
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...parts: unknown[]) => void said.push(parts.join(' ')));
  try {
    await run();
  } finally {
    log.mockRestore();
  }
  return said.join('\n');
}

/** Pesos as the API writes them ("1250.50", "-3.00") in whole centavos. */
export function centavosOf(pesos: string): number {
  const [, sign = '', whole = '0', cents = '00'] = /^(-?)(\d+)\.(\d\d)$/.exec(pesos) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(whole) * 100 + Number(cents));
}
