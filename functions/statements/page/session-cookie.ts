/** `__Host-`: of this host alone, over TLS alone, for the whole site. */
const NAME = '__Host-e';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** Ends with the browser; when the session ends the server says. */
export const sessionCookie = (secret: string): string => `${NAME}=${secret}; ${ATTRIBUTES}`;

export const NO_COOKIE = `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;

export const secretIn = (cookies: Readonly<Record<string, string>>): string | undefined => cookies[NAME];
