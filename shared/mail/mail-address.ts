/** Local part and domain of one address; a domain has a dot, and labels of 63 that begin and end with a letter or digit. */
const LOCAL_PART = /^(?!\.)(?!.*\.(?:\.|$))[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;

/** Whether the text is one plain address (no display name, no quotes, ASCII). */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  return text.length <= 254 && LOCAL_PART.test(text.slice(0, Math.max(at, 0))) && DOMAIN.test(text.slice(at + 1));
}

/** What two spellings of one mailbox share: no mail server in use tells capitals apart. */
export const mailboxOf = (address: string): string => address.toLowerCase();
