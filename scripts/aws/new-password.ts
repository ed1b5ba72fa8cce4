import { randomBytes } from 'node:crypto';

/** A password that nobody sees: one character of every class that pools require, and 24 random bytes. */
export const newPassword = () => `aA1!${randomBytes(24).toString('base64url')}`;
