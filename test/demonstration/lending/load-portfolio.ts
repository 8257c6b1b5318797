import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { bulkLoad } from '../../../functions/lending/bulk-load.ts';
import { productStore } from '../../../functions/lending/product-store.ts';
import { bulkLoadNotes } from '../../../shared/ledger/bulk-load.ts';
import type { DemoFile } from './portfolio.ts';
import { DEMO_PRODUCTS } from './products.ts';

export interface PortfolioTables {
  readonly register: string;
  readonly heads: string;
  readonly entries: string;
  readonly idempotency: string;
}

/** The tables of a portfolio among those of the template, by the variables that name them. */
export function portfolioTables(tableNames: Readonly<Record<string, string>>): PortfolioTables {
  const table = (variable: string): string => {
    const name = tableNames[variable];
    if (name === undefined) throw new Error(`la plantilla no da la tabla ${variable}`);
    return name;
  };
  return {
    register: table('REGISTER_TABLE'),
    heads: table('HEADS_TABLE'),
    entries: table('ENTRIES_TABLE'),
    idempotency: table('IDEMPOTENCY_TABLE'),
  };
}

export interface PortfolioCounts {
  readonly borrowers: number;
  readonly notes: number;
  readonly entries: number;
}

/** Borrowers written together: register and ledger side by side, so that memory stays flat for any size. */
const FILES_PER_CHUNK = 200;

/**
 * Writes a demonstration portfolio into an empty data folder: products, register, heads and entries. Safe to repeat
 * with the same portfolio as long as nothing was posted on it. `progress` is told after each chunk.
 */
export async function loadPortfolio(
  documents: DynamoDBDocumentClient,
  tables: PortfolioTables,
  portfolio: Iterable<DemoFile>,
  progress: (counts: PortfolioCounts) => void = () => {},
): Promise<PortfolioCounts> {
  const register = { documents, tableName: tables.register };
  const products = productStore(register);
  for (const version of Object.values(DEMO_PRODUCTS)) await products.define(version);
  let counts: PortfolioCounts = { borrowers: 0, notes: 0, entries: 0 };
  for (const chunk of chunksOf(portfolio, FILES_PER_CHUNK)) {
    const people = chunk.map(({ borrower, file, cosigners, notes }) => ({
      borrower,
      file,
      cosigners,
      notes: notes.map(({ item }) => item),
      disbursements: notes.flatMap(({ disbursements }) => disbursements),
    }));
    const histories = chunk.flatMap(({ notes }) => notes.map(({ history }) => history));
    await bulkLoad(register, people, { parallel: 2 });
    const loaded = await bulkLoadNotes(documents, tables, histories);
    counts = {
      borrowers: counts.borrowers + chunk.length,
      notes: counts.notes + loaded.notes,
      entries: counts.entries + loaded.entries,
    };
    progress(counts);
  }
  return counts;
}

function* chunksOf<T>(values: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const value of values) {
    chunk.push(value);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
