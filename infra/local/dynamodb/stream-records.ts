import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows deleted in one statement: short enough that a writer of the engine never notices the lock. */
const TRIM_CHUNK = 2_000;

/**
 * The engine's table of stream records, reached through its own SQLite file (WAL: readers and one
 * writer at a time, with a busy timeout on both sides).
 *
 * dynoxide 1.2.1 looks for the newest record without an index, so every write gets slower with every
 * record kept; two expression indexes cure it (local.md 1.3). It never trims either: `trim` does.
 */
export class StreamRecords {
  readonly #database: DatabaseSync;
  readonly #newest: StatementSync;
  readonly #count: StatementSync;
  readonly #delete: StatementSync;

  constructor(databaseFile: string) {
    this.#database = new DatabaseSync(databaseFile);
    this.#database.exec(`
      PRAGMA busy_timeout = 10000;
      CREATE INDEX IF NOT EXISTS _local_records_by_table
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
      CREATE INDEX IF NOT EXISTS _local_records_by_shard
        ON _stream_records (table_name, shard_id, CAST(sequence_number AS INTEGER));`);
    this.#newest = this.#database.prepare(
      'SELECT MAX(CAST(sequence_number AS INTEGER)) AS newest FROM _stream_records WHERE table_name = ?',
    );
    this.#count = this.#database.prepare('SELECT COUNT(*) AS records FROM _stream_records WHERE table_name = ?');
    this.#delete = this.#database.prepare(`
      DELETE FROM _stream_records WHERE id IN (
        SELECT id FROM _stream_records
        WHERE table_name = ? AND CAST(sequence_number AS INTEGER) <= ? LIMIT ${TRIM_CHUNK})`);
  }

  /** Sequence number of the newest record of a table; 0 when it has none. */
  newest(tableName: string): number {
    return Number(this.#newest.get(tableName)?.newest ?? 0);
  }

  count(tableName: string): number {
    return Number(this.#count.get(tableName)?.records ?? 0);
  }

  /**
   * Deletes the records up to and with `upTo`, but never the newest: the engine numbers the next
   * record as max + 1, so without it numbers would start again. Returns how many went.
   */
  async trim(tableName: string, upTo: number): Promise<number> {
    const last = Math.min(upTo, this.newest(tableName) - 1);
    let deleted = 0;
    for (;;) {
      const { changes } = this.#delete.run(tableName, last);
      deleted += Number(changes);
      if (Number(changes) < TRIM_CHUNK) return deleted;
      await nextTurn();
    }
  }

  close(): void {
    this.#database.close();
  }
}
