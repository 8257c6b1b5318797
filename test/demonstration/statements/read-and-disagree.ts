import * as z from 'zod';
import { patientFetch } from '../../../infra/local/commands/patient-fetch.ts';
import type { Runner } from '../../../infra/local/runner.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { DemoFile } from '../lending/portfolio.ts';
import { askApi } from '../staff-api.ts';

/** Behind the mailed link, as its reader does: the statement as PDF, and a yes to the monthly mail. Done again it changes nothing. */
export async function readStatement(runner: Runner, file: DemoFile | undefined, address: string): Promise<string> {
  const link = runner
    .mails()
    .filter(({ to }) => to.includes(address))
    .flatMap(({ text = '' }) => /\/e\/[\w-]{43}/.exec(text)?.[0] ?? [])
    .at(0);
  const contract = file?.notes[0]?.item.contractNumber;
  if (link === undefined || contract === undefined) return 'no llegó ninguna liga';
  const send = (path: string, fields: Record<string, string>, headers = {}) =>
    patientFetch(`${runner.apiUrl}${path}`, {
      ...{ method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) },
    });
  const opened = await send(link, { dato: contract.slice(-4) });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`POST ${link.slice(0, 3)}…: ${opened.status}`);
  const paper = await patientFetch(`${runner.apiUrl}/estado/documento`, { headers: { cookie } });
  const folio = /E-[0-9A-Z]{12}/.exec(paper.headers.get('content-disposition') ?? '')?.[0];
  if (folio === undefined) throw new Error(`GET /estado/documento: ${paper.status}`);
  const kept = await send('/estado/avisos', { mensual: 'si', horario: 'any', 'medio-email': 'si' }, { cookie });
  if (kept.status !== 303) throw new Error(`POST /estado/avisos: ${kept.status}`);
  return `PDF con folio ${folio}; pidió recibirlo cada mes`;
}

const disputeSchema = z.object({ disputeId: z.string(), folio: z.string(), statusName: z.string() });

/** Said at the desk, studied by the technician, answered by the coordination, who did not write the answer. */
export async function answerADispute(runner: Runner, file: DemoFile | undefined): Promise<string> {
  if (file === undefined) return 'ningún acreditado';
  const { fileId, office } = file.file;
  const post = async (asking: { role: string; office?: string }, path: string, body?: object) => {
    const headers = { 'idempotency-key': deterministicId('demo-dispute', path) };
    const answer = await askApi(runner, { ...asking, path, method: 'POST', headers, ...(body && { body }) });
    await runner.waitUntilQuiet();
    return disputeSchema.parse(answer);
  };
  const { disputeId, folio } = await post({ role: 'attention-desk', office }, `/v1/files/${fileId}/disputes`, {
    ...{ concept: 'interest', facts: 'El interés de este mes me parece más alto que el de mi contrato.' },
  });
  const where = `/v1/disputes/${disputeId}`;
  const technician = { role: 'recovery-technician' };
  await post(technician, `${where}/study`, {});
  await post(technician, `${where}/proposal`, {
    ...{
      finding: 'unfounded',
      answer: 'Revisamos el cálculo: el interés es el que pacta su contrato, por los días corridos.',
    },
  });
  await post({ role: 'portfolio-coordinator' }, `${where}/approval`);
  const { statusName } = disputeSchema.parse(await askApi(runner, { ...technician, path: where }));
  return `${folio}: ${statusName}`;
}
