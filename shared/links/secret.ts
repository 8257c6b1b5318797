import { createHash, randomBytes } from 'node:crypto';

/** Of a link or a session: 32 random bytes, base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** What the holder is given; at rest only its hash is kept. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 in hexadecimal: whoever reads the table can use no link. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether a text could be one of ours: nothing else is looked up. */
export const isSecret = (text: string): boolean => SECRET.test(text);
