import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { assertShape, commonRules, isOneOf, isText, isTextMap, type Rule } from './shape';

/** A user has just been confirmed, or has reset a forgotten password. */
export type PostConfirmationEvent = PostConfirmationTriggerEvent;

const triggers: Record<PostConfirmationEvent['triggerSource'], true> = {
  PostConfirmation_ConfirmSignUp: true,
  PostConfirmation_ConfirmForgotPassword: true,
};

const rules: readonly Rule[] = [
  ['triggerSource', isOneOf(...Object.keys(triggers))],
  ...commonRules,
  ['request.userAttributes', isTextMap],
  ['request.userAttributes.sub', isText],
];

/** Throws Denied (`malformed-event`) unless everything the function reads is present. */
export function postConfirmationEvent(event: unknown): PostConfirmationEvent {
  assertShape(event, rules);
  return event as PostConfirmationEvent;
}
