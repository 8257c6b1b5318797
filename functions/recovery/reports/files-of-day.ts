import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { IntakeFile } from '../intake/intake-file.ts';
import type { IntakeStore } from '../intake/intake-store.ts';
import type { UnreadRows } from './reconcile-unread.ts';

const FILES_A_PAGE = 100;

/** Bank files as the reconciliation of a day needs them. */
export interface DayFiles extends UnreadRows {
  /** Every file that reached us on a day, whatever its status: ended ones by day, and those still being posted. */
  of(date: CalendarDate): Promise<readonly IntakeFile[]>;
  /** A file of whatever day, consistent. */
  find(fileId: string): Promise<IntakeFile | undefined>;
}

export function createDayFiles(store: Pick<IntakeStore, 'filesOf' | 'open' | 'find' | 'rows'>): DayFiles {
  return {
    async of(date) {
      const files: IntakeFile[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.filesOf(date, { limit: FILES_A_PAGE, cursor });
        files.push(...page.files);
        cursor = page.cursor;
      } while (cursor !== undefined);
      const open = (await store.open()).filter(({ recordedOn }) => recordedOn === date);
      return [...files, ...open];
    },
    find: (fileId) => store.find(fileId),
    unreadRows: async (fileId, most) => (await store.rows(fileId, 'unreadable', { limit: most })).rows,
  };
}
