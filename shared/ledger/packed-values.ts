import { type CalendarDate, calendarDate, fromDayNumber } from '../calendar/calendar-date.ts';

/** First value of every packed text: the order of the values and the lists of words are the format. */
export const FORMAT = 1;

/** A stored text that cannot be understood: another format, or bytes that were changed. */
export class PackedFault extends Error {
  override readonly name = 'PackedFault';
}

/** Reads a packed list value by value; anything that is not of the kind asked for is a fault. */
export class PackedValues {
  readonly #values: readonly unknown[];
  #at = 0;

  constructor(packed: string | readonly unknown[]) {
    const values: unknown = typeof packed === 'string' ? JSON.parse(packed) : packed;
    if (!Array.isArray(values)) throw new PackedFault('a packed note is a list');
    this.#values = values;
    if (typeof packed === 'string' && this.whole() !== FORMAT) throw new PackedFault('another format');
  }

  /** Reads all of a list: a value left over is of another format. */
  all<Value>(read: (values: PackedValues) => Value): Value {
    const value = read(this);
    if (this.#at < this.#values.length) throw new PackedFault('the list is too long');
    return value;
  }

  #next(): unknown {
    if (this.#at >= this.#values.length) throw new PackedFault('the list is too short');
    this.#at += 1;
    return this.#values[this.#at - 1];
  }

  number(): number {
    const value = this.#next();
    if (typeof value !== 'number') throw new PackedFault(`a number was expected at ${this.#at}`);
    return value;
  }

  whole(): number {
    const value = this.number();
    if (!Number.isSafeInteger(value)) throw new PackedFault(`a whole number was expected at ${this.#at}`);
    return value;
  }

  text(): string {
    const value = this.#next();
    if (typeof value !== 'string') throw new PackedFault(`a text was expected at ${this.#at}`);
    return value;
  }

  date(): CalendarDate {
    return calendarDate(fromDayNumber(this.whole()));
  }

  word<Word extends string>(words: readonly Word[]): Word {
    const word = words[this.whole()];
    if (word === undefined) throw new PackedFault(`no word has the number at ${this.#at}`);
    return word;
  }

  words<Word extends string>(words: readonly Word[]): Word[] {
    const value = this.#next();
    if (!Array.isArray(value)) throw new PackedFault(`a list was expected at ${this.#at}`);
    const inner = new PackedValues(value);
    return value.map(() => inner.word(words));
  }

  /** Whether every value was read: what a format appended later is missing in older texts. */
  get isRead(): boolean {
    return this.#at >= this.#values.length;
  }

  optional<Value>(read: () => Value): Value | null {
    if (this.#values[this.#at] !== null) return read();
    this.#at += 1;
    return null;
  }

  one<Value>(read: (values: PackedValues) => Value): Value {
    const value = this.#next();
    if (!Array.isArray(value)) throw new PackedFault(`a list was expected at ${this.#at}`);
    return new PackedValues(value).all(read);
  }

  list<Value>(read: (values: PackedValues) => Value): Value[] {
    const value = this.#next();
    if (!Array.isArray(value)) throw new PackedFault(`a list was expected at ${this.#at}`);
    return value.map((item) => new PackedValues(Array.isArray(item) ? item : []).all(read));
  }
}

/** Pairs of whole numbers in base 36, "a.b,c.d". */
export function pairsOf(text: string): [number, number][] {
  if (text === '') return [];
  return text.split(',').map((pair) => {
    const [, first = '', second = ''] = /^(-?[0-9a-z]+)\.(-?[0-9a-z]+)$/.exec(pair) ?? [];
    if (first === '') throw new PackedFault(`${pair} is no pair of numbers`);
    return [Number.parseInt(first, 36), Number.parseInt(second, 36)];
  });
}

/** A whole number of any size in base 36, none of it negative. */
export function bigintOf(text: string): bigint {
  if (!/^[0-9a-z]+$/.test(text)) throw new PackedFault(`${text} is no number`);
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
