/** Settings of a user pool, whatever its flow. */
import { z } from 'zod';

/** Cognito feature plan; access-token customisation and password history need Essentials or Plus. */
export const tierSchema = z.enum(['ESSENTIALS', 'PLUS']);

export const mfaSchema = z.enum(['OFF', 'OPTIONAL', 'ON']);

/** Minutes; Cognito: access and ID tokens 5 min to 24 h. */
export const tokenMinutes = z.int().min(5).max(1440);

/** Token lifetimes. Cognito: refresh tokens 1 h to 10 years. */
export const tokensSchema = z.strictObject({
  accessMinutes: tokenMinutes,
  idMinutes: tokenMinutes,
  refreshHours: z.int().min(1).max(87_600),
});

const passwordSchema = z.strictObject({
  minimumLength: z.int().min(12, 'use at least 12 characters').max(99),
  /** How many earlier passwords may not be reused (0 to 24). */
  history: z.int().min(0).max(24),
  /** Days within which an invited user must replace the temporary password. */
  temporaryValidityDays: z.int().min(1).max(365),
});

/** Settings of a pool that has its own users and passwords. */
export const poolSettings = {
  tier: tierSchema,
  mfa: mfaSchema,
  password: passwordSchema,
  tokens: tokensSchema,
};
