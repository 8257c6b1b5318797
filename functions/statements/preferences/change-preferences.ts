import * as z from 'zod';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import type { Link } from '../../../shared/links/link.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { Signatory } from '../../../shared/register/register-port.ts';
import { sessionOverPage } from '../page/landing-page.ts';
import type { PageDeps } from '../page/page-deps.ts';
import { NO_COOKIE } from '../page/session-cookie.ts';
import { type Shown, shownTo } from '../page/show-statement.ts';
import { CHANNELS, type Choices, HOURS, NOTHING_SAID, type Preferences, phoneHashOf } from './preferences.ts';
import { preferencesPage } from './preferences-page.ts';
import type { PreferencesStore } from './preferences-store.ts';

type Asked = { readonly cookies: Readonly<Record<string, string>>; readonly form: Readonly<Record<string, string>> };

const phonesOf = ({ fileId }: Pick<Link, 'fileId'>, { phones }: Signatory): Choices['doNotCall'] =>
  phones.map((phone) => ({ phoneHash: phoneHashOf(fileId, phone), ending: phone.slice(-4) }));

export async function showPreferences(deps: PageDeps, { cookies }: Asked): Promise<PageReply> {
  const shown = await shownTo(deps, cookies, 'avisos');
  if (shown === undefined) return sessionOverPage([NO_COOKIE]);
  return preferencesPage(await viewOf(deps, shown));
}

async function viewOf({ preferences }: PageDeps, { link, model, reader }: Shown) {
  const saved = await preferences.find(link.fileId, link.signatory);
  return {
    ...{ initials: model.initials, ending: model.ending, maySubscribe: model.isBorrower },
    ...{ phones: phonesOf(link, reader), saved, choices: saved ?? NOTHING_SAID },
  };
}

const formSchema = z.object({
  mensual: z.enum(['si', 'no']).default('no'),
  horario: z.enum(HOURS),
});

/**
 * Keeps what a reader chose, of themselves alone: a cosigner's choices are not the borrower's. What the form does not offer (a
 * number that is not theirs, the monthly mail to a cosigner, whose notes nobody keeps) is left out. A form that is none of ours is
 * refused as a whole.
 */
export async function keepPreferences(deps: PageDeps, { cookies, form }: Asked): Promise<PageReply> {
  const shown = await shownTo(deps, cookies, 'avisos');
  if (shown === undefined) return sessionOverPage([NO_COOKIE]);
  const { link, model, reader } = shown;
  const read = formSchema.safeParse(form);
  if (!read.success)
    return preferencesPage({ ...(await viewOf(deps, shown)), fault: 'Elija una de las opciones de cada pregunta.' });
  const choices: Choices = {
    monthlyStatement: model.isBorrower && read.data.mensual === 'si',
    channels: CHANNELS.filter((channel) => form[`medio-${channel}`] === 'si'),
    hours: read.data.horario,
    doNotCall: phonesOf(link, reader).filter(({ phoneHash }) => form[`nollamar-${phoneHash}`] === 'si'),
  };
  if (choices.channels.length === 0) {
    const fault = 'Elija al menos un medio: por alguno tenemos que poder avisarle.';
    return preferencesPage({ ...(await viewOf(deps, shown)), choices, fault });
  }
  await changePreferences(deps.preferences, link, { ...choices, changedBy: 'session' }, deps.now());
  return { status: 303, headers: { location: '/estado/avisos' } };
}

/** Writes of one person's choices at the same moment, one after the other. */
const MOST_TRIES = 5;

/** Changes some choices of somebody, whatever others they had; the same again changes nothing. */
export async function changePreferences(
  preferences: Pick<PreferencesStore, 'find' | 'write'>,
  { fileId, office, signatory }: Pick<Link, 'fileId' | 'office' | 'signatory'>,
  change: Partial<Choices> & Pick<Preferences, 'changedBy'>,
  now: Date,
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await preferences.find(fileId, signatory);
    const next: Preferences = {
      ...(before ?? NOTHING_SAID),
      ...{ fileId, office, signatory },
      ...change,
      ...{ changedAt: now.toISOString(), version: (before?.version ?? 0) + 1 },
    };
    if (await preferences.write(next, before)) return;
  }
  throw refuse('version-changed', 'Sus avisos se están cambiando en otra ventana. Vuelva a intentarlo.');
}
