import type { StackSession } from './session';

/**
 * The session with the AWS SDK's adaptive retries, unless the user has set another mode: throttled calls slow down to the
 * rate that AWS allows, instead of pausing for minutes at random. Pays only where much is created: decision 48.
 */
export function withAdaptiveRetries(session: StackSession): StackSession {
  const { env } = session.terraform;
  const adaptive = { ...env, AWS_RETRY_MODE: env.AWS_RETRY_MODE ?? 'adaptive' };
  return { ...session, terraform: { ...session.terraform, env: adaptive } };
}
