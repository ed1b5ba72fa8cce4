import type { Context } from 'aws-lambda';
import type { HookFacts } from '../catalogue';
import { type PreTokenEvents, preTokenEvent } from './events/pre-token';
import { type Claims, grant } from './grant';
import { trigger } from './trigger';

/** What one access token gains. Throws Denied, or anything else: either way there is no token. */
export type ClaimsOf<F extends HookFacts> = (
  event: PreTokenEvents[F['eventVersion']],
  context: Context,
) => Claims | Promise<Claims>;

/** The Lambda handler of a pre-token-generation hook; see `trigger` for `start` and for what happens to errors. */
export function hook<F extends HookFacts>(facts: F, start: () => ClaimsOf<F>) {
  const version: F['eventVersion'] = facts.eventVersion;
  return trigger(
    facts,
    (event) => preTokenEvent(event, version),
    () => {
      const claimsOf = start();
      return async (event, context) => grant(event, await claimsOf(event, context));
    },
  );
}
