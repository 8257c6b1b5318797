/** Random cases of a property: a few hundred in every run of the tests, as many as RUNS says when somebody asks. */
export const RUNS = Number(process.env.RUNS ?? 300);
