import { patiently } from '../../../infra/local/commands/patient-fetch.ts';
import type { DayStep, DemonstrationDay, Seeder } from '../seeder.ts';
import { lendAnOriginal } from './lend-an-original.ts';
import { releaseWhoOwesNothing } from './release-of-the-day.ts';
import { scanTwoFiles } from './scan-of-the-day.ts';

/** Papers of the day: a scan and an infected one, an original that goes to a lawyer, letters for whoever owes nothing any more. */
export const custody: Seeder = { steps: { during: papersOfTheDay } };

function papersOfTheDay({ runner, day, borrowers }: DemonstrationDay): DayStep[] {
  return [
    {
      ...{ key: 'scans', title: 'Pagaré digitalizado y archivo infectado', on: day },
      run: () => patiently(() => scanTwoFiles(runner, borrowers()[0])),
    },
    {
      ...{ key: 'original', title: 'Original prestado a un abogado', on: day },
      run: () => patiently(() => lendAnOriginal(runner, day, borrowers()[0])),
    },
    {
      ...{ key: 'release', title: 'Carta de No Adeudo', on: day },
      run: () => patiently(() => releaseWhoOwesNothing(runner, borrowers())),
    },
  ];
}
