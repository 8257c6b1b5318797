/** Random cases of a property: a few hundred in every run of the tests, as many as RUNS says when somebody asks. */
export const RUNS = Number(process.env.RUNS ?? 500);

/** Starts of the demonstration whose journals are compared: two in every run of the tests, as many as STARTS says. */
export const STARTS = Number(process.env.STARTS ?? 2);

/**
 * How many times smaller than a large institute's bad morning the long journeys are. `SIZE=whole` runs them whole, which
 * takes two cores some five minutes a journey.
 */
export const SMALLER = process.env.SIZE === 'whole' ? 1 : 3;

/** Seeds of the days on which things go wrong: one in every run of the tests, as many as FAULT_SEEDS says ("1,2,3"). */
export const FAULT_SEEDS = (process.env.FAULT_SEEDS ?? '2').split(',').map(Number);
