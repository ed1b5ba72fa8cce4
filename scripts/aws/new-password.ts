import { randomBytes } from 'node:crypto';

/** A password that nobody sees: one letter of every class that pools ask for, and 24 bytes of chance. */
export const newPassword = () => `aA1!${randomBytes(24).toString('base64url')}`;
