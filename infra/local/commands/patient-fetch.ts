import { setTimeout as sleep } from 'node:timers/promises';

/** Waits before each further try (milliseconds). */
const WAITS_MS = [100, 250, 500, 1_000, 2_000];

/** As a portal asks: an answer of 500 or more is asked for again, a few times; the last one is given back as it is. */
export async function patientFetch(url: string, init: RequestInit = {}): Promise<Response> {
  for (const wait of WAITS_MS) {
    const response = await fetch(url, init);
    if (response.status < 500) return response;
    await response.arrayBuffer();
    await sleep(wait);
  }
  return fetch(url, init);
}

/** As a scheduler calls: what failed is called again, a few times. Throws the last failure. */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (const wait of WAITS_MS)
    try {
      return await call();
    } catch {
      await sleep(wait);
    }
  return call();
}
