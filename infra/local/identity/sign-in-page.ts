import { escapeHtml } from '../../../shared/documents/html-text.ts';
import { ROLE_POSTS, ROLES } from '../../../shared/institute/posts.ts';
import { page } from '../pages/page.ts';
import type { LocalUser } from './local-users.ts';

/** Who may be signed in as, by post. There is no password: this is a demonstration and says so. */
export function signInPage(users: readonly LocalUser[], action: string): string {
  const posts = ROLES.map((role) => ({ role, people: users.filter(({ groups }) => groups.includes(`role:${role}`)) }));
  const sections = posts
    .filter(({ people }) => people.length > 0)
    .map(({ role, people }) => `<h2>${escapeHtml(ROLE_POSTS[role].name)}</h2>${people.map(button).join('')}`);
  return page(
    'Iniciar sesión',
    `<p class="bad">Demostración</p><p>Esta página solo existe en esta máquina y no pide contraseña ni segundo factor: elija por
quién entra. En el sistema instalado se entra por el directorio del Instituto.</p>
<form method="post" action="${escapeHtml(action)}">${sections.join('')}</form>`,
  );
}

const button = ({ subject, name, email }: LocalUser): string =>
  `<p><button name="subject" value="${escapeHtml(subject)}">${escapeHtml(name)}</button> ${escapeHtml(email)}</p>`;
