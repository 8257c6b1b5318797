import type { ReferenceDeps } from './reference-deps.ts';

/** Says that this function answers, its version and today's business date in Hermosillo; it touches no store. */
export async function readHealth(deps: ReferenceDeps) {
  return { body: { status: 'ok' as const, version: deps.version, stage: deps.stage, today: deps.clock.today() } };
}
