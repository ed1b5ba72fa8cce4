import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { assertShape, commonRules, isOneOf, isRecord, isText, isTextMap, optional, type Rule } from './shape';

/** A user is about to join a pool: by signing up, created by an administrator, or from an identity provider. */
export type PreSignUpEvent = PreSignUpTriggerEvent;

const triggers: Record<PreSignUpEvent['triggerSource'], true> = {
  PreSignUp_SignUp: true,
  PreSignUp_AdminCreateUser: true,
  PreSignUp_ExternalProvider: true,
};

const rules: readonly Rule[] = [
  ['triggerSource', isOneOf(...Object.keys(triggers))],
  ...commonRules,
  ['userName', isText],
  ['request.userAttributes', isTextMap],
  ['request.validationData', optional(isRecord)],
];

/** Throws Denied (`malformed-event`) unless everything the function reads is present. */
export function preSignUpEvent(event: unknown): PreSignUpEvent {
  assertShape(event, rules);
  return event as PreSignUpEvent;
}
