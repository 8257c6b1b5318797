import fc from 'fast-check';

/**
 * One seed: whether a mutant lives may not depend on chance. A property that fails has killed it, so nothing is shrunk.
 */
fc.configureGlobal({ seed: 20_261_126, numRuns: Number(process.env.RUNS), endOnFailure: true });
