import { describe, expect, it } from 'vitest';
import { jitteredDelay, type RetryPace, retryWithJitter } from '../../../shared/store/retry-with-jitter.ts';

/** Time passes only by sleeping; `random` is what the test says. */
function testPace(random: number, limitMs = 20_000) {
  let time = 0;
  const sleeps: number[] = [];
  const pace: RetryPace = {
    limitMs,
    firstDelayMs: 100,
    longestDelayMs: 1_000,
    sleep: async (ms) => {
      sleeps.push(ms);
      time += ms;
    },
    random: () => random,
    now: () => time,
  };
  return { pace, sleeps };
}

const always = () => true;

describe('retrying with jitter', () => {
  it('gives what the first good try gives, with its number', async () => {
    const { pace, sleeps } = testPace(0.5);
    const attempt = async (tries: number) => {
      if (tries < 3) throw new Error('busy');
      return `try ${tries}`;
    };
    expect(await retryWithJitter(attempt, always, pace)).toBe('try 3');
    expect(sleeps).toEqual([50, 100, 200]);
  });

  it('throws at once what is not to be retried', async () => {
    const { pace, sleeps } = testPace(0.5);
    const failing = () => Promise.reject(new Error('wrong'));
    await expect(retryWithJitter(failing, () => false, pace)).rejects.toThrow('wrong');
    expect(sleeps).toEqual([]);
  });

  it('stops within its time and throws the last error', async () => {
    const { pace, sleeps } = testPace(0.99, 5_000);
    let tries = 0;
    const failing = async () => {
      tries += 1;
      throw new Error(`busy ${tries}`);
    };
    const error = await retryWithJitter(failing, always, pace).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: `busy ${tries}` });
    expect(tries).toBe(sleeps.length + 1);
    expect(tries).toBeGreaterThan(5);
    expect(sleeps.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(5_000);
  });

  it('waits anywhere between nothing and a ceiling that doubles up to the longest', () => {
    const ceilings = [0, 1, 2, 3, 4, 50].map((retry) => jitteredDelay(retry, testPace(1).pace));
    expect(ceilings).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    expect(jitteredDelay(9, testPace(0).pace)).toBe(0);
  });
});
