import { startRunner } from '../../infra/local/runner.ts';

/** The whole product in a process of its own, so that a journey can kill it: `<assemblyDir> <dataDir> <today>`. */
const [assemblyDir = '', dataDir = '', today] = process.argv.slice(2);
const runner = await startRunner({ port: 0, dataDir, assemblyDir, today, schedules: 'none', quiet: true });
const { awsEndpoints, tableNames, bucketNames } = runner;
console.log(JSON.stringify({ awsEndpoints, tableNames, bucketNames }));
