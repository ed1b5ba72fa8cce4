/** Cognito's events before it issues or refreshes tokens, by the version that the pool's trigger is set to. */
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

/** What an answer to V2_0 or V3_0 changes. Claims may be more than text there, which the public types do not know. */
export interface Overrides {
  idTokenGeneration?: { claimsToAddOrOverride?: Record<string, unknown> };
  accessTokenGeneration?: { claimsToAddOrOverride?: Record<string, unknown> };
  groupOverrideDetails?: Groups;
}

type Answered<E extends { response: object }> = Omit<E, 'response'> & {
  response: { claimsAndScopeOverrideDetails?: Overrides | null };
};

/** It can change the ID token alone, so every hook here refuses it: the access token would lack its claims. */
export type IdTokenEvent = PreTokenGenerationTriggerEvent;

/** A user signs in, or refreshes tokens. */
export type UserEvent = Answered<PreTokenGenerationV2TriggerEvent>;

/** A machine asks for a token by client-credentials: there is no user in it. */
export type MachineEvent = Answered<Omit<PreTokenGenerationV3TriggerEvent, 'request'>> & {
  request: {
    scopes?: string[] | null;
    clientMetadata?: Record<string, string> | null;
    groupConfiguration?: null;
  };
};

/** The event that a hook of each version takes. */
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

/** When Cognito asks for a user. Client-credentials is not among them. */
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
    // A pool of machines has no users; should one ever sign in there, this hook knows nothing of users.
    ['triggerSource', isOneOf('TokenGeneration_ClientCredentials')],
    ...commonRules,
    ['request.scopes', optional(isTextList)],
    ...answerRules,
  ],
};

/** Throws Denied (`malformed-event`) unless all that a hook of this version reads is there. */
export function preTokenEvent<V extends TriggerEventVersion>(event: unknown, version: V): PreTokenEvents[V] {
  assertShape(event, rules[version]);
  return event as PreTokenEvents[V];
}
