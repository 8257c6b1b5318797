import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { IntakeFile } from '../intake/intake-file.ts';
import type { IntakeStore } from '../intake/intake-store.ts';

const FILES_A_PAGE = 100;

/** Every bank file that reached us on a day: ended ones from the index by day, and those still being posted. */
export function createFilesOfDay(store: Pick<IntakeStore, 'filesOf' | 'open'>) {
  return async (date: CalendarDate): Promise<IntakeFile[]> => {
    const files: IntakeFile[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.filesOf(date, { limit: FILES_A_PAGE, cursor });
      files.push(...page.files);
      cursor = page.cursor;
    } while (cursor !== undefined);
    const open = (await store.open()).filter(({ recordedOn }) => recordedOn === date);
    return [...files, ...open];
  };
}
