import * as z from 'zod';
import { patientFetch, patiently } from '../../../infra/local/commands/patient-fetch.ts';
import type { Runner } from '../../../infra/local/runner.ts';
import type { DemoFile } from '../lending/portfolio.ts';
import type { DayStep, DemonstrationDay, Seeder } from '../seeder.ts';
import { askApi } from '../staff-api.ts';
import { answerADispute, readStatement } from './read-and-disagree.ts';

/**
 * A statement of the day: coordination registers somebody's address, who then asks for the statement as anybody does, reads
 * it and does not agree.
 */
export const statements: Seeder = { steps: { during: statementOfTheDay } };

const ADDRESS = 'acreditado@correo.example';

function statementOfTheDay({ runner, day, borrowers }: DemonstrationDay): DayStep[] {
  const whose = () => borrowers().find(({ notes }) => notes.length > 1) ?? borrowers()[0];
  return [
    {
      ...{ key: 'statement', title: 'Estado de cuenta por correo', on: day },
      // Done again it finds what it did.
      run: () => patiently(() => askForOne(runner, whose())),
    },
    {
      ...{ key: 'statement-paper', title: 'Lectura, PDF y envío mensual', on: day },
      run: () => patiently(() => readStatement(runner, whose(), ADDRESS)),
    },
    {
      ...{ key: 'dispute', title: 'Aclaración presentada y respondida', on: day },
      run: () => patiently(() => answerADispute(runner, whose())),
    },
  ];
}

const borrowerSchema = z.object({
  name: z.unknown(),
  curp: z.string(),
  rfc: z.unknown(),
  clabe: z.unknown(),
  address: z.unknown(),
  contactPoints: z.array(z.object({ kind: z.string(), value: z.string() })),
});

async function askForOne(runner: Runner, file: DemoFile | undefined): Promise<string> {
  const contract = file?.notes[0]?.item.contractNumber;
  if (file === undefined || contract === undefined) return 'ningún acreditado con contrato';
  const done = `llegó a ${ADDRESS}: abra el correo local y dé la terminación ${contract.slice(-4)}`;
  if (hasMail(runner)) return done;
  const role = 'portfolio-coordinator';
  const path = `/v1/borrowers/${file.borrower.borrowerId}`;
  const { name, curp, rfc, clabe, address, contactPoints } = borrowerSchema.parse(await askApi(runner, { role, path }));
  if (!contactPoints.some(({ value }) => value === ADDRESS)) {
    // Nobody corrected the person since the portfolio was loaded.
    const headers = { 'if-match': '"v1"' };
    const withAddress = [...contactPoints, { kind: 'email', value: ADDRESS }];
    const body = { name, curp, rfc, clabe, address, contactPoints: withAddress };
    await askApi(runner, { role, method: 'PUT', path, headers, body });
  }
  const answer = await patientFetch(`${runner.apiUrl}/solicitar`, {
    method: 'POST',
    body: new URLSearchParams({ numero: contract, dato: curp }),
  });
  if (answer.status !== 202) throw new Error(`POST /solicitar: ${answer.status}`);
  await runner.waitUntilQuiet();
  return hasMail(runner) ? done : 'se pidió; el correo no ha salido';
}

const hasMail = (runner: Runner): boolean => runner.mails().some(({ to }) => to.includes(ADDRESS));
