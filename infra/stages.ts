/**
 * Where Cartera is deployed, as data. Every stage has the same resources; only names, addresses and how long
 * things are kept differ. `local` is the assembly that `npm start` runs on one machine; it is never deployed.
 */
export const STAGE_NAMES = ['local', 'staging', 'production'] as const;
export type StageName = (typeof STAGE_NAMES)[number];

export interface LockRule {
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  readonly days: number;
}

export interface Stage {
  readonly name: StageName;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** A fixed clock cannot be written down here: time is real wherever the template is deployed. */
  readonly clock: 'system';
  /** Domain verified in SES; mails leave from an address of it. */
  readonly mailDomain: string;
  readonly mailFrom: string;
  /** Recipients a second that SES allows the account (its quota "maximum send rate"); shared out among the senders. */
  readonly mailPerSecond: number;
  /** Who gets the recovery report until the list is changed by API. */
  readonly reportRecipients: readonly string[];
  readonly alarmEmail: string;
  /** Origins of browsers that may call the API and upload bank files. */
  readonly origins: readonly string[];
  /** Where borrowers' pages answer; with a link's path it has to fit a line of a mail (78 characters). */
  readonly publicUrl: string;
  /** Services of the PAC (SW sapien) and the SAT's service that tells the state of a CFDI; no slash at the end. */
  readonly pacUrl: string;
  readonly satStatusUrl: string;
  /** Where Cognito returns after sign-in. */
  readonly signInUrls: readonly string[];
  readonly logRetentionDays: 30 | 90 | 400;
  /** Bank files as they came: kept for Accounting's questions, then deleted. */
  readonly intakeRetentionDays: number;
  /** How long a daily root of the ledger cannot be deleted, and whether an administrator can lift it. */
  readonly rootLock: LockRule;
  /** The same for every document of the vault, until the retention of its series says more. */
  readonly vaultLock: LockRule;
  /** Refuses the deletion of the stacks. */
  readonly terminationProtection: boolean;
}

const SAT_STATUS = 'https://consultaqr.facturaelectronica.sat.gob.mx/ConsultaCFDIService.svc';
const TEN_YEARS_DAYS = 3653;
/** Records that tax law asks to keep (CFF art. 30). */
const FIVE_YEARS_DAYS = 1827;

export const STAGES: Readonly<Record<StageName, Stage>> = {
  local: {
    name: 'local',
    account: '000000000000',
    region: 'us-east-1',
    clock: 'system',
    mailDomain: 'cartera.localhost',
    mailFrom: 'recuperacion@cartera.localhost',
    mailPerSecond: 1_000,
    reportRecipients: ['direccion@cartera.localhost', 'contabilidad@cartera.localhost'],
    alarmEmail: 'sistemas@cartera.localhost',
    origins: ['http://localhost:3000', 'http://127.0.0.1:3000'],
    publicUrl: 'http://localhost:3000',
    pacUrl: 'http://localhost:3000/_local/pac',
    satStatusUrl: 'http://localhost:3000/_local/pac/sat',
    signInUrls: ['http://localhost:3000/'],
    logRetentionDays: 30,
    intakeRetentionDays: 400,
    rootLock: { mode: 'GOVERNANCE', days: 1 },
    vaultLock: { mode: 'GOVERNANCE', days: 1 },
    terminationProtection: false,
  },
  staging: {
    name: 'staging',
    account: '111111111111',
    region: 'us-east-1',
    clock: 'system',
    mailDomain: 'pruebas.cartera.example',
    mailFrom: 'recuperacion@pruebas.cartera.example',
    // SES's sandbox.
    mailPerSecond: 1,
    reportRecipients: ['sistemas@pruebas.cartera.example'],
    alarmEmail: 'sistemas@pruebas.cartera.example',
    origins: ['https://pruebas.cartera.example'],
    publicUrl: 'https://pruebas.cartera.example',
    pacUrl: 'https://services.test.sw.com.mx',
    satStatusUrl: SAT_STATUS,
    signInUrls: ['https://pruebas.cartera.example/'],
    logRetentionDays: 90,
    intakeRetentionDays: 400,
    rootLock: { mode: 'GOVERNANCE', days: 30 },
    vaultLock: { mode: 'GOVERNANCE', days: 30 },
    terminationProtection: false,
  },
  production: {
    name: 'production',
    account: '222222222222',
    region: 'us-east-1',
    clock: 'system',
    mailDomain: 'cartera.example',
    mailFrom: 'recuperacion@cartera.example',
    mailPerSecond: 14,
    reportRecipients: ['direccion@cartera.example', 'contabilidad@cartera.example'],
    alarmEmail: 'sistemas@cartera.example',
    origins: ['https://cartera.example'],
    publicUrl: 'https://cartera.example',
    pacUrl: 'https://services.sw.com.mx',
    satStatusUrl: SAT_STATUS,
    signInUrls: ['https://cartera.example/'],
    logRetentionDays: 400,
    intakeRetentionDays: TEN_YEARS_DAYS,
    rootLock: { mode: 'COMPLIANCE', days: TEN_YEARS_DAYS },
    vaultLock: { mode: 'COMPLIANCE', days: FIVE_YEARS_DAYS },
    terminationProtection: true,
  },
};

/** The stage of that name. Throws on any other: nothing is synthesized for a stage that is not written down. */
export function stageNamed(name: string): Stage {
  const known = STAGE_NAMES.find((stageName) => stageName === name);
  if (known === undefined) throw new Error(`unknown stage "${name}": choose one of ${STAGE_NAMES.join(', ')}`);
  return STAGES[known];
}
