/** Days past due of a bucket, both ends included; the last has no end. */
interface Bucket {
  readonly key: string;
  readonly to: number;
}

/** Where the ends come from. The nightly report's arrears table has its own (valuation/snapshot.ts). */
export const BUCKETS_SOURCE = 'Por confirmar por el Instituto: tramos de 30 días, como los usa la banca';

const BUCKETS = [
  { key: '0', to: 0 },
  { key: '1-30', to: 30 },
  { key: '31-60', to: 60 },
  { key: '61-90', to: 90 },
  { key: '91-120', to: 120 },
  { key: '121+', to: Number.POSITIVE_INFINITY },
] as const satisfies readonly Bucket[];

/** Where a note stands: one of the buckets while it owes, or closed, or not lent yet. */
export const STANDINGS = [...BUCKETS.map(({ key }) => key), 'closed', 'not-yet'] as const;
export type Standing = (typeof STANDINGS)[number];

/** The bucket of an open note by its days past due (≥ 0). */
export function bucketOf(daysPastDue: number): Standing {
  const bucket = BUCKETS.find(({ to }) => daysPastDue <= to);
  if (bucket === undefined) throw new RangeError(`no bucket for ${daysPastDue} days past due`);
  return bucket.key;
}
