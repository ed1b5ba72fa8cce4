/** Cognito's events before it issues or refreshes tokens, by the version set on the pool's trigger. */
import type {
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
} from 'aws-lambda';
import type { TriggerEventVersion } from '../../catalogue';
import {
  assertShape,
  commonRules,
  isOneOf,
  isRecord,
  isText,
  isTextList,
  isTextMap,
  optional,
  type Rule,
} from './shape';

/** The user's groups, as events and answers carry them. */
export interface Groups {
  groupsToOverride?: string[] | null;
  iamRolesToOverride?: string[] | null;
  preferredRole?: string | null;
}

/** What a response to V2_0 or V3_0 changes. Claims need not be strings there, which the public types do not allow. */
export interface Overrides {
  idTokenGeneration?: { claimsToAddOrOverride?: Record<string, unknown> };
  accessTokenGeneration?: { claimsToAddOrOverride?: Record<string, unknown> };
  groupOverrideDetails?: Groups;
}

type Answered<E extends { response: object }> = Omit<E, 'response'> & {
  response: { claimsAndScopeOverrideDetails?: Overrides | null };
};

/** It can only change the ID token, so every hook here refuses it: the access token would lack its claims. */
export type IdTokenEvent = PreTokenGenerationTriggerEvent;

/** A user signs in, or refreshes tokens. */
export type UserEvent = Answered<PreTokenGenerationV2TriggerEvent>;

/** A machine requests a token with client credentials, without a user. */
export type MachineEvent = Answered<Omit<PreTokenGenerationV3TriggerEvent, 'request'>> & {
  request: {
    scopes?: string[] | null;
    clientMetadata?: Record<string, string> | null;
    groupConfiguration?: null;
  };
};

/** The event that hooks of each version accept. */
export interface PreTokenEvents {
  V2_0: UserEvent;
  V3_0: MachineEvent;
}
export type PreTokenEvent = PreTokenEvents[TriggerEventVersion];

const answerRules: readonly Rule[] = [
  ['response.claimsAndScopeOverrideDetails', optional(isRecord)],
  ['response.claimsAndScopeOverrideDetails.groupOverrideDetails', optional(isRecord)],
  ['response.claimsAndScopeOverrideDetails.idTokenGeneration', optional(isRecord)],
  ['response.claimsAndScopeOverrideDetails.idTokenGeneration.claimsToAddOrOverride', optional(isRecord)],
  ['response.claimsAndScopeOverrideDetails.accessTokenGeneration', optional(isRecord)],
  ['response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride', optional(isRecord)],
];

/** Trigger sources for users, so without client credentials. */
const userTriggers: Record<UserEvent['triggerSource'], true> = {
  TokenGeneration_HostedAuth: true,
  TokenGeneration_Authentication: true,
  TokenGeneration_NewPasswordChallenge: true,
  TokenGeneration_AuthenticateDevice: true,
  TokenGeneration_RefreshTokens: true,
};

const rules: Record<TriggerEventVersion, readonly Rule[]> = {
  V2_0: [
    ['version', isOneOf('2')],
    ['triggerSource', isOneOf(...Object.keys(userTriggers))],
    ...commonRules,
    ['request.userAttributes', isTextMap],
    ['request.userAttributes.sub', isText],
    ['request.groupConfiguration', optional(isRecord)],
    ['request.groupConfiguration.groupsToOverride', optional(isTextList)],
    ...answerRules,
  ],
  V3_0: [
    ['version', isOneOf('3')],
    // A machine pool has no users, and this hook could not handle one.
    ['triggerSource', isOneOf('TokenGeneration_ClientCredentials')],
    ...commonRules,
    ['request.scopes', optional(isTextList)],
    ...answerRules,
  ],
};

/** Throws Denied (`malformed-event`) unless everything a hook of this version reads is present. */
export function preTokenEvent<V extends TriggerEventVersion>(event: unknown, version: V): PreTokenEvents[V] {
  assertShape(event, rules[version]);
  return event as PreTokenEvents[V];
}
