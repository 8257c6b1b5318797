import { startRunner } from '../../infra/local/runner.ts';

/** A runner in a process of its own, so that a test can kill it: `<assemblyDir> <dataDir> [today]`. */
const [assemblyDir = '', dataDir = '', today] = process.argv.slice(2);
const runner = await startRunner({ port: 0, dataDir, assemblyDir, today, schedules: 'none', quiet: true });
console.log(JSON.stringify({ ready: true, ...runner.awsEndpoints, apiUrl: runner.apiUrl }));
