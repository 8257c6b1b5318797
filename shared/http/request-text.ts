/** A place inside a part of a request: keys and indexes from its top. */
export type Place = readonly PropertyKey[];

export interface RequestText {
  /** The same value, every text in it well formed and in NFC. */
  readonly value: unknown;
  /** Places of texts that held half of a character, which no store takes, or one that nobody can see. */
  readonly broken: readonly Place[];
  /** Place of the first value below MOST_LEVELS; what lies there is left out. */
  readonly tooDeep: Place | undefined;
}

/** Control characters, and those that turn the order of what is read; a tab or a new line is no fault. */
const UNSEEN = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** No body of ours has more than six levels; a deeper one is an attack on whoever walks it. */
export const MOST_LEVELS = 32;

/**
 * All text of a request in one form (Unicode NFC), so that a name typed on a Mac and on Windows is one name, has one
 * length and is printed whole. Keys of objects are texts too.
 */
export function requestText(given: unknown): RequestText {
  const broken: Place[] = [];
  let tooDeep: Place | undefined;
  const textAt = (text: string, place: Place): string => {
    if (!text.isWellFormed() || UNSEEN.test(text)) broken.push(place);
    return text.toWellFormed().normalize('NFC');
  };
  const valueAt = (value: unknown, place: Place): unknown => {
    if (typeof value === 'string') return textAt(value, place);
    if (typeof value !== 'object' || value === null) return value;
    if (place.length >= MOST_LEVELS) {
      tooDeep ??= place;
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => valueAt(item, [...place, index]));
    const fields = Object.entries(value).map(([key, field]): [string, unknown] => {
      const name = textAt(key, place);
      return [name, valueAt(field, [...place, name])];
    });
    return Object.fromEntries(fields);
  };
  return { value: valueAt(given, []), broken, tooDeep };
}
