import type { Office } from '../../../shared/institute/offices.ts';
import type { Channel } from '../../../shared/loan-book/event.ts';
import type { Dice } from '../seeded-random.ts';
import type { PayerHabit } from './credit-life.ts';
import type { DemoProduct } from './products.ts';

/** What the demonstration's portfolio is made of: shares of habits, channels, offices and plans (docs/demo-portfolio.md). */
export const HABITS: readonly (readonly [number, PayerHabit])[] = [
  [0.46, { name: 'punctual', meets: 1, earliest: -3, latest: 0, stopsAfter: 999 }],
  [0.24, { name: 'irregular', meets: 0.72, earliest: -2, latest: 24, stopsAfter: 999 }],
  [0.2, { name: 'stopped', meets: 0.9, earliest: -3, latest: 6, stopsAfter: 7 }],
  [0.1, { name: 'never', meets: 0, earliest: 0, latest: 0, stopsAfter: 0 }],
];
export const CHANNEL_SHARES: readonly (readonly [number, Channel])[] = [
  [0.48, 'cie'],
  [0.2, 'internet'],
  [0.16, 'direct-debit'],
  [0.1, 'window'],
  [0.06, 'transfer'],
];
export const OFFICE_SHARES: readonly (readonly [number, Office])[] = [
  [0.52, 'hermosillo'],
  [0.33, 'obregon'],
  [0.15, 'nogales'],
];
export const PRODUCT_SHARES: readonly (readonly [number, DemoProduct])[] = [
  [0.62, 'superior'],
  [0.2, 'media-superior'],
  [0.12, 'titulacion'],
  [0.06, 'corto-plazo'],
];
export const SCHOOLS = [
  'Universidad de Sonora',
  'Instituto Tecnológico de Sonora',
  'Universidad Estatal de Sonora',
  'Tecnológico de Hermosillo',
  'Universidad Tecnológica de Nogales',
  'Universidad Kino',
] as const;
export const AGENTS = ['abogado-01', 'abogado-02', 'abogado-03', 'gestor-01', 'gestor-02'] as const;

/** One value, as often as its share says. */
export function drawn<T>(shares: readonly (readonly [number, T])[], dice: Dice): T {
  let left = dice.next();
  for (const [share, value] of shares) {
    left -= share;
    if (left < 0) return value;
  }
  const last = shares.at(-1);
  if (last === undefined) throw new RangeError('no shares to draw from');
  return last[1];
}
