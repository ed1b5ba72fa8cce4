import type { Context } from 'aws-lambda';
import type { HookFacts } from '../catalogue';
import { type PreTokenEvents, preTokenEvent } from './events/pre-token';
import { type Granted, grant } from './grant';
import { trigger } from './trigger';

/** The claims added to the tokens of one sign-in. If it throws Denied, or anything else, there is no token. */
export type ClaimsOf<F extends HookFacts> = (
  event: PreTokenEvents[F['eventVersion']],
  context: Context,
) => Granted | Promise<Granted>;

/** The Lambda handler of a pre-token-generation hook; see `trigger` for `start` and for what happens to errors. */
export function hook<F extends HookFacts>(facts: F, start: () => ClaimsOf<F>) {
  const version: F['eventVersion'] = facts.eventVersion;
  return trigger(
    facts,
    (event) => preTokenEvent(event, version),
    () => {
      const claimsOf = start();
      return async (event, context) => {
        const { access, id } = await claimsOf(event, context);
        return grant(event, access, id);
      };
    },
  );
}
