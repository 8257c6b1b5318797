/** The inside of a LambdaProcess: loads the bundle named by its argument and answers one call at a time. */
import { pathToFileURL } from 'node:url';

const [, , bundle = ''] = process.argv;
const { handler } = await import(pathToFileURL(bundle).href);

process.on('message', async ({ event, timeoutMs }: { event: unknown; timeoutMs: number }) => {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const context = { getRemainingTimeInMillis: () => Math.max(0, timeoutMs - (performance.now() - started)) };
  const outcome = await Promise.resolve(handler(event, context)).then(
    (result: unknown) => ({ result: result ?? null }),
    (error: unknown) => ({
      result: null,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({
    milliseconds: performance.now() - started,
    cpuMilliseconds: (user + system) / 1_000,
    peakRssKibibytes: process.resourceUsage().maxRSS,
    ...outcome,
  });
});
