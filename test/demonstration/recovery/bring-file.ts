import { followFile, outcomeLines, progressBar } from '../../../infra/local/commands/follow-file.ts';
import { patientFetch } from '../../../infra/local/commands/patient-fetch.ts';
import { uploadFile } from '../../../infra/local/commands/upload-file.ts';
import type { Runner } from '../../../infra/local/runner.ts';
import type { DayFile } from './day-files.ts';

/** Brings one bank file in as the technician does and follows it to its end, with a bar where there is a terminal. */
export async function bringFile(runner: Runner, file: DayFile): Promise<string> {
  const token = await runner.token({ role: 'recovery-technician' });
  const fileId = await uploadFile({ apiUrl: runner.apiUrl, token }, file);
  const bar = (text: string): void => {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K    ${text}`);
  };
  const ended = await followFile(
    () => patientFetch(`${runner.apiUrl}/v1/intake-files/${fileId}`, { headers: { authorization: `Bearer ${token}` } }),
    (state) => bar(`${file.fileName} ${progressBar(state)}`),
  );
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
  if (ended.status !== 'done') return outcomeLines(ended)[0] ?? ended.status;
  const outcomes = ended.outcomes
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name.toLowerCase()} ${count}`);
  return `${outcomes.join(', ')}; $${ended.sumTotal ?? '0.00'}, ${ended.balanced === false ? 'NO CUADRA' : 'cuadra'}`;
}
