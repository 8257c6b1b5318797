import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { NO_LEASE } from '../../../shared/jobs/lease.ts';
import { nameInKey } from './file-name.ts';
import { type IntakeFile, stepped } from './intake-file.ts';
import type { IntakeStore } from './intake-store.ts';
import { emptyTally } from './row-outcome.ts';

/** An object that came into the intake bucket, as the notification names it (key decoded). */
export interface ArrivedObject {
  readonly key: string;
  /** Pins the bytes: S3's version id. */
  readonly version: string | null;
  /** S3's order of writes to one key: the same notification delivered again has the same one. */
  readonly sequencer: string;
  readonly sizeBytes: number;
}

export interface RegisterDeps {
  readonly files: IntakeStore;
  readonly clock: Clock;
}

/** `<layoutId>/<yyyy-mm-dd>/<uuid>/<file name>`: keys that the upload registration gives out. */
const REGISTERED_KEY = /^[a-z0-9-]+\/\d{4}-\d{2}-\d{2}\/([0-9a-f-]{36})\/[^/]+$/;

/**
 * Registers a file that arrived, and answers its id: that of the upload registration when its key belongs to one that
 * still waits, else one derived from the object's key and version, so that a repeated notification finds its file
 * again and the same key written anew is a new file.
 */
export async function registerFile(deps: RegisterDeps, object: ArrivedObject): Promise<string> {
  const registered = await registeredUpload(deps.files, object.key);
  if (registered?.arrival === arrivalOf(object)) return registered.fileId;
  const arriving = { key: arrivalOf(object), on: deps.clock.today(), change: arrived(object) };
  const reading = registered === undefined ? undefined : stepped(registered, 'arrive', arriving);
  if (reading !== undefined && (await deps.files.write(reading))) return reading.fileId;
  const file = droppedFile(deps.clock, object);
  await deps.files.write(file);
  return file.fileId;
}

/** The upload registration that gave out this key, if any. */
async function registeredUpload(files: IntakeStore, key: string): Promise<IntakeFile | undefined> {
  const fileId = REGISTERED_KEY.exec(key)?.[1];
  const file = fileId === undefined ? undefined : await files.find(fileId);
  return file?.objectKey === key ? file : undefined;
}

/** Names one write of one key, however often it is notified. */
function arrivalOf({ version, sequencer }: ArrivedObject): string {
  return version ?? sequencer;
}

function arrived(object: ArrivedObject) {
  const { key, version, sizeBytes } = object;
  return {
    objectKey: key,
    objectVersion: version,
    arrival: arrivalOf(object),
    sizeBytes,
  } as const;
}

function droppedFile(clock: Clock, object: ArrivedObject): IntakeFile {
  return {
    ...emptyFile(clock),
    ...arrived(object),
    state: 'reading',
    fileId: deterministicId('intake-object', `${object.key}#${arrivalOf(object)}`),
    fileName: nameInKey(object.key),
    registeredBy: 'bucket',
    layout: null,
  };
}

/** What every new file has. */
export function emptyFile(clock: Clock) {
  return {
    recordedOn: clock.today(),
    registeredAt: clock.now().toISOString(),
    sha256: null,
    rowsTotal: null,
    sumTotal: null,
    rowsDone: 0,
    tally: emptyTally(),
    duplicateOf: null,
    refusal: null,
    unread: null,
    balanced: null,
    endedAt: null,
    history: [],
    version: 1,
    ...NO_LEASE,
  };
}
