import { agreements } from './agreements/seeder.ts';
import { custody } from './custody/seeder.ts';
import { invoicing } from './invoicing/seeder.ts';
import { lending } from './lending/seeder.ts';
import { recovery } from './recovery/seeder.ts';
import type { Seeder } from './seeder.ts';
import { statements } from './statements/seeder.ts';

/** The areas of the demonstration, in the order in which they take their turns: what lending loads, the others use. */
export const SEEDERS: readonly Seeder[] = [lending, recovery, agreements, statements, custody, invoicing];
