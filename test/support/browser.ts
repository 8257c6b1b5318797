import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** A browser without a window. A machine that has none fails and skips nothing (`apt-get install chromium`). */
export async function startBrowser(): Promise<Browser> {
  try {
    return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  } catch (cause) {
    throw new Error('chromium is needed by this test: apt-get install chromium', { cause });
  }
}
