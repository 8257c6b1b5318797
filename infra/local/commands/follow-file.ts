import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

const fileSchema = z.object({
  status: z.string(),
  layout: z.string().nullable(),
  rowsTotal: z.int().nullable(),
  rowsDone: z.int(),
  sumTotal: z.string().nullable(),
  outcomes: z.array(z.object({ name: z.string(), count: z.int(), sum: z.string() })),
  balanced: z.boolean().nullable(),
  duplicateOf: z.string().nullable(),
  refusal: z
    .object({
      detail: z.string(),
      details: z.array(z.object({ line: z.int().optional(), column: z.int().optional(), message: z.string() })),
    })
    .nullable(),
});
/** What the API says of a bank file on its way (GET /v1/intake-files/{fileId}). */
export type FollowedFile = z.output<typeof fileSchema>;

const FINAL = new Set(['done', 'refused', 'duplicate']);
const LOOK_EVERY_MS = 250;
const BAR_WIDTH = 32;

/** Asks for the file again and again until it ended; `seen` is told of every answer. */
export async function followFile(
  ask: () => Promise<Response>,
  seen: (file: FollowedFile) => void,
): Promise<FollowedFile> {
  for (;;) {
    const response = await ask();
    if (!response.ok) throw new Error(await problemText(response));
    const file = fileSchema.parse(await response.json());
    seen(file);
    if (FINAL.has(file.status)) return file;
    await sleep(LOOK_EVERY_MS);
  }
}

/** "████░░░░ 1,200 de 3,000 renglones · aplicando" */
export function progressBar({ status, rowsDone, rowsTotal }: FollowedFile): string {
  const names: Readonly<Record<string, string>> = {
    'awaiting-upload': 'en espera del archivo',
    reading: 'leyendo',
    posting: 'aplicando',
    stalled: 'detenido, continuará solo',
    done: 'terminado',
    refused: 'rechazado',
    duplicate: 'ya se había recibido',
  };
  const share = rowsTotal === null || rowsTotal === 0 ? 0 : Math.min(1, rowsDone / rowsTotal);
  const full = Math.round(share * BAR_WIDTH);
  const count = (value: number): string => value.toLocaleString('es-MX');
  const rows = rowsTotal === null ? '' : ` ${count(rowsDone)} de ${count(rowsTotal)} renglones`;
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}${rows} · ${names[status] ?? status}`;
}

/** How the file ended, line by line, for the terminal. */
export function outcomeLines(file: FollowedFile): readonly string[] {
  if (file.status === 'duplicate')
    return [`Este archivo ya se había recibido (${file.duplicateOf}); no se aplicó nada.`];
  if (file.refusal !== null)
    return [
      `No se aceptó: ${file.refusal.detail}`,
      ...file.refusal.details.map(({ line, column, message }) => {
        const place = [line === undefined ? '' : `renglón ${line}`, column === undefined ? '' : `columna ${column}`];
        return `  ${[place.filter(Boolean).join(', '), message].filter(Boolean).join(': ')}`;
      }),
    ];
  const rows = file.outcomes.map(
    ({ name, count, sum }) => `  ${name.padEnd(28)}${String(count).padStart(8)}${`$${sum}`.padStart(18)}`,
  );
  const total = `  ${'Total'.padEnd(28)}${String(file.rowsTotal ?? 0).padStart(8)}${`$${file.sumTotal ?? '0.00'}`.padStart(18)}`;
  return [
    ...rows,
    total,
    file.balanced === false ? 'ATENCIÓN: los renglones no cuadran con el archivo.' : 'Cuadra con el archivo.',
  ];
}

/** The Spanish text of a problem+json answer, or what came instead. */
export async function problemText(response: Response): Promise<string> {
  const body = await response.text();
  try {
    const { title, detail } = z.object({ title: z.string(), detail: z.string().optional() }).parse(JSON.parse(body));
    return `${title} ${detail ?? ''}`.trim();
  } catch {
    return `La API respondió ${response.status}: ${body.slice(0, 300)}`;
  }
}
