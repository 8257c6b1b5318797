import { html } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { deadPage } from '../page/landing-page.ts';
import { framed } from '../page/page-frame.ts';
import { changePreferences } from './change-preferences.ts';
import type { PreferencesStore } from './preferences-store.ts';
import type { UnsubscribeTokens } from './unsubscribe-tokens.ts';

export interface UnsubscribeDeps {
  readonly now: () => Date;
  readonly tokens: Pick<UnsubscribeTokens, 'find'>;
  readonly preferences: Pick<PreferencesStore, 'find' | 'write'>;
}

/** The way out of the monthly mail, as a page: a GET changes nothing, since scanners open it too. */
export async function showUnsubscribing({ tokens }: UnsubscribeDeps, token: string): Promise<PageReply> {
  if ((await tokens.find(token)) === undefined) return deadPage();
  const title = 'Dejar de recibir su estado de cuenta cada mes';
  return framed(
    200,
    title,
    html`<h1>${title}</h1>
<p>Solo deja de llegarle el correo de cada mes. Puede pedir su estado de cuenta cuando quiera.</p>
<form method="post"><button>Ya no quiero recibirlo cada mes</button></form>`,
  );
}

/**
 * Takes back the consent to the monthly mail and nothing else (RFC 8058: one POST, without a session, a question or a cookie). Done
 * again it says the same.
 */
export async function unsubscribe({ tokens, preferences, now }: UnsubscribeDeps, token: string): Promise<PageReply> {
  const subscription = await tokens.find(token);
  if (subscription === undefined) return deadPage();
  const known = await preferences.find(subscription.fileId, subscription.signatory);
  if (known?.monthlyStatement === true) {
    const change = { monthlyStatement: false, changedBy: 'unsubscribe' } as const;
    await changePreferences(preferences, subscription, change, now());
  }
  const title = 'Ya no se lo enviaremos cada mes';
  return framed(
    200,
    title,
    html`<h1>${title}</h1>
<p>Para consultar su estado de cuenta <a href="/solicitar">pida una liga</a>. Si cambia de opinión, elíjalo ahí en «Mis avisos».</p>`,
  );
}
