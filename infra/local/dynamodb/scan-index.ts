import { DatabaseSync } from 'node:sqlite';

/**
 * dynoxide 1.2.1 orders a parallel Scan by the hash of the partition key and has no index for it: every page sorts the
 * table, and with 250,000 heads the pages of four segments take longer than a client waits. One index cures it, for
 * pages that state a Limit; without one the engine still reads to the segment's end.
 */
export function indexParallelScans(databaseFile: string, tableNames: readonly string[]): void {
  const database = new DatabaseSync(databaseFile);
  database.exec('PRAGMA busy_timeout = 10000;');
  for (const table of tableNames) {
    const name = table.replaceAll('"', '""');
    database.exec(`CREATE INDEX IF NOT EXISTS "_local_scan_${name}" ON "${name}" (hash_prefix, pk, sk);`);
  }
  database.close();
}
