import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Office } from '../institute/offices.ts';
import { batchGet } from '../store/batches.ts';
import { cursorAfter, refuseCursor, startKeyOf } from '../store/cursor.ts';
import { queryAll, type StoredItem } from '../store/pages.ts';
import { contactPartition, type FoundBorrower, foundOf, foundSchema, namePartition, WORDS } from './finder-records.ts';
import { FIRST_LETTERS, isOneSlipAway, matches, wordsOf } from './finding-words.ts';
import type { ContactPoint } from './person-fields.ts';
import { borrowerFileItemSchema, borrowerItemSchema, curpSentinelSchema } from './register-items.ts';
import {
  borrowerFileKey,
  borrowerPartition,
  contractSentinelKey,
  creditNumberKey,
  curpSentinelKey,
  PROFILE,
  referenceKey,
} from './register-keys.ts';
import { registerStoreReader } from './register-store-reader.ts';

/** How long the words of all names are taken from memory (real time): a new surname is found exactly before. */
const WORDS_FRESH_MS = 10 * 60_000;
/** Words to try instead of one that no name has. */
const MOST_GUESSES = 2;
/** A shorter word has too many neighbours to guess from. */
const SHORTEST_GUESSED = 4;
const byWord = foundSchema.extend({ words: z.array(z.string()) });

export interface NamePage {
  readonly offices: 'all' | readonly Office[];
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface NamesFound {
  readonly borrowers: readonly FoundBorrower[];
  readonly cursor: string | undefined;
  /** The words that were looked for instead, when some of those typed are in no name. */
  readonly instead: string | undefined;
}

export interface BorrowerFinder {
  /**
   * Borrowers each of whose words typed begins another word of their name, by name. One store call; one more for each
   * guess when a word has a wrong or missing letter (two at most), and one for all words every ten minutes: never more
   * than three. Throws `malformed-request` for a cursor of another search.
   */
  byName(typed: string, page: NamePage): Promise<NamesFound>;
  /** Whose phone or e-mail it is, or of whose cosigner. One store call. */
  byContact(contact: ContactPoint, offices: NamePage['offices']): Promise<readonly FoundBorrower[]>;
  /** Whose CURP it is, exactly. Two store calls. */
  byCurp(curp: string, offices: NamePage['offices']): Promise<readonly FoundBorrower[]>;
  /** Whose contract, payment reference or credit number it is, exactly, as printed. One store call, and two a file: mostly one. */
  byNumber(number: string, offices: NamePage['offices']): Promise<readonly FoundBorrower[]>;
}

/** Finds borrowers by what people know of them. Eventually consistent; no scan. `now` is the machine's time. */
export function createBorrowerFinder(
  documents: DynamoDBDocumentClient,
  TableName: string,
  now: () => Date,
): BorrowerFinder {
  const register = registerStoreReader({ documents, tableName: TableName });
  let known: { readonly words: ReadonlySet<string>; readonly readAt: number } | undefined;

  async function allWords(): Promise<{ words: ReadonlySet<string>; isFresh: boolean }> {
    const at = now().getTime();
    if (known !== undefined && at - known.readAt < WORDS_FRESH_MS) return { words: known.words, isFresh: false };
    const words = new Set<string>();
    const query = {
      TableName,
      KeyConditionExpression: 'PK = :words',
      ExpressionAttributeValues: { ':words': WORDS },
    };
    for await (const { SK } of queryAll(documents, query)) words.add(String(SK));
    known = { words, readAt: at };
    return { words, isFresh: true };
  }

  /** One query: everything that the longest word typed begins, up to what one answer holds. */
  async function exactly(typed: readonly string[], { offices, limit, cursor }: NamePage) {
    const head = typed.toSorted((a, b) => b.length - a.length)[0] ?? '';
    const isPlain = typed.length === 1 && offices === 'all';
    const query = {
      TableName,
      KeyConditionExpression: 'PK = :partition AND begins_with(SK, :head)',
      ExpressionAttributeValues: { ':partition': namePartition(head), ':head': head },
    };
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        ...query,
        ...(isPlain && { Limit: limit }),
        ...(cursor !== undefined && { ExclusiveStartKey: startKeyOf(query, cursor) }),
      }),
    );
    const fitting = Items.filter((item) => isFor(typed, offices, item));
    const page = fitting.slice(0, limit);
    const stoppedAt = fitting.length > limit ? keyOf(page.at(-1)) : LastEvaluatedKey;
    return {
      borrowers: page.map((item) => foundSchema.parse(item)),
      cursor: stoppedAt === undefined ? undefined : cursorAfter(query, stoppedAt),
    };
  }

  /** The words that gave the page before go on, whatever was typed. */
  async function goOn(cursor: string, page: NamePage): Promise<NamesFound> {
    const [words = '', inner = ''] = cursor.split('.');
    const typed = wordsOf(words);
    if (typed.length === 0) throw refuseCursor();
    const { borrowers, cursor: next } = await exactly(typed, { ...page, cursor: inner });
    return { borrowers, cursor: next && cursorOf(typed, next), instead: undefined };
  }

  return {
    async byName(text, page) {
      if (page.cursor !== undefined) return goOn(page.cursor, page);
      const typed = wordsOf(text);
      if (typed.length === 0) return { borrowers: [], cursor: undefined, instead: undefined };
      const { words, isFresh } = await allWords();
      const [strange, ...others] = typed.filter((word) => !isBeginning(word, words));
      const guesses =
        strange === undefined || others.length > 0
          ? // Every word is some name's, but no name's together: perhaps one of them is meant for its neighbour.
            typed.flatMap((word) => guessesFor(word, words).map((guess) => replaced(typed, word, guess)))
          : guessesFor(strange, words).map((guess) => replaced(typed, strange, guess));
      const tries = isFresh && strange !== undefined ? [] : [typed];
      const left = MOST_GUESSES - (isFresh ? tries.length : 0);
      for (const attempt of [...tries, ...guesses.slice(0, Math.max(0, left))]) {
        const result = await exactly(attempt, page);
        const instead = attempt === typed ? undefined : attempt.join(' ');
        if (result.borrowers.length === 0 && result.cursor === undefined) continue;
        return { ...result, cursor: result.cursor && cursorOf(attempt, result.cursor), instead };
      }
      return { borrowers: [], cursor: undefined, instead: undefined };
    },
    async byContact(contact, offices) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'PK = :contact',
          ExpressionAttributeValues: { ':contact': contactPartition(contact) },
        }),
      );
      return Items.map((item) => foundSchema.parse(item)).filter(({ office }) => sees(offices, office));
    },
    async byCurp(curp, offices) {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: curpSentinelKey(curp) }));
      if (Item === undefined) return [];
      const { borrowerId } = curpSentinelSchema.parse(Item);
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'PK = :borrower',
          ExpressionAttributeValues: { ':borrower': borrowerPartition(borrowerId) },
        }),
      );
      const profile = Items.find(({ SK }) => SK === PROFILE);
      const link = Items.find(({ SK }) => SK === borrowerFileKey(borrowerId).SK);
      if (profile === undefined) return [];
      const file = link === undefined ? null : borrowerFileItemSchema.parse(link);
      const one = foundSchema.parse(foundOf(borrowerItemSchema.parse(profile), file));
      return sees(offices, one.office) ? [one] : [];
    },
    async byNumber(number, offices) {
      const keys = [contractSentinelKey(number), referenceKey(number), creditNumberKey(number)];
      const fileIds = new Set((await batchGet(documents, TableName, keys)).map((item) => pointsAt.parse(item).fileId));
      const whole = await Promise.all([...fileIds].map((fileId) => register.findFile(fileId)));
      return whole.flatMap((file) => {
        if (file === undefined || !sees(offices, file.office)) return [];
        const { borrowerName: name, ...rest } = file;
        return [foundSchema.parse({ ...rest, name })];
      });
    },
  };
}

const pointsAt = z.object({ fileId: z.string() });
const cursorOf = (words: readonly string[], inner: string) => `${words.join('-')}.${inner}`;
const sees = (offices: NamePage['offices'], office: Office) => offices === 'all' || offices.includes(office);

function isFor(typed: readonly string[], offices: NamePage['offices'], item: StoredItem): boolean {
  const { words, office } = byWord.parse(item);
  return sees(offices, office) && matches(typed, words);
}

const keyOf = (item: StoredItem | undefined) => item && { PK: item.PK, SK: item.SK };
const isBeginning = (typed: string, words: ReadonlySet<string>) =>
  words.has(typed) || [...words].some((word) => word.startsWith(typed));
const replaced = (typed: readonly string[], word: string, guess: string) =>
  typed.map((one) => (one === word ? guess : one));

/** Words one slip away, those with the same first letter first. */
function guessesFor(word: string, words: ReadonlySet<string>): string[] {
  if (word.length < Math.max(SHORTEST_GUESSED, FIRST_LETTERS)) return [];
  const near = [...words].filter((other) => isOneSlipAway(word, other));
  const rank = (other: string) => (other[0] === word[0] ? 0 : 1);
  return near.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
