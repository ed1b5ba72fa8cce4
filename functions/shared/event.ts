import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { Denied } from './denied';

/** Cognito's event before it issues or refreshes a user's tokens, trigger version V2_0. */
export type PreTokenEvent = PreTokenGenerationV2TriggerEvent;

/** When Cognito asks. Client-credentials is not among them: there is no user in it. */
const triggerSources: Record<PreTokenEvent['triggerSource'], true> = {
  TokenGeneration_HostedAuth: true,
  TokenGeneration_Authentication: true,
  TokenGeneration_NewPasswordChallenge: true,
  TokenGeneration_AuthenticateDevice: true,
  TokenGeneration_RefreshTokens: true,
};

type Check = (value: unknown) => boolean;
type Fields = Record<string, unknown>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isTextMap: Check = (value) =>
  isRecord(value) && Object.values(value).every((item) => typeof item === 'string');
const isTextList: Check = (value) => Array.isArray(value) && value.every((item) => typeof item === 'string');
/** Cognito writes null for what is empty. */
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);

/** In this order, so that a path's parent is known to be sound. */
const rules: readonly (readonly [path: string, check: Check])[] = [
  // A pool set to V1_0 would ignore our answer and issue an access token without its claims.
  ['version', (value) => value === '2'],
  ['triggerSource', (value) => typeof value === 'string' && Object.hasOwn(triggerSources, value)],
  ['userPoolId', isText],
  ['callerContext', isRecord],
  ['callerContext.clientId', isText],
  ['request', isRecord],
  ['request.userAttributes', isTextMap],
  ['request.userAttributes.sub', isText],
  ['request.groupConfiguration', optional(isRecord)],
  ['request.groupConfiguration.groupsToOverride', optional(isTextList)],
  ['response', isRecord],
  ['response.claimsAndScopeOverrideDetails', optional(isRecord)],
  ['response.claimsAndScopeOverrideDetails.groupOverrideDetails', optional(isRecord)],
  ['response.claimsAndScopeOverrideDetails.accessTokenGeneration', optional(isRecord)],
  ['response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride', optional(isRecord)],
];

/** The value at a dotted path; undefined where a parent is missing. */
function at(event: unknown, path: string): unknown {
  return path.split('.').reduce((value, key) => (isRecord(value) ? value[key] : undefined), event);
}

/** Throws Denied (`malformed-event`, with the path but not the value) unless all that hooks read is there. */
export function assertPreTokenEvent(event: unknown): asserts event is PreTokenEvent {
  if (!isRecord(event)) throw new Denied('malformed-event', { path: 'event' });
  for (const [path, check] of rules)
    if (!check(at(event, path))) throw new Denied('malformed-event', { path });
}
