import { z } from 'zod';
import { AwsError } from '../../aws-error';

import type { EventVersion, GroupConfiguration } from './hook-event';

/** Changes to one token. */
export interface TokenChanges {
  add: Record<string, unknown>;
  suppress: string[];
}

/** The changes that a hook returns. If `groups` is omitted, the user's groups stay. */
export interface Overrides {
  id: TokenChanges;
  access: TokenChanges & { scopesToAdd: string[]; scopesToSuppress: string[] };
  groups?: GroupConfiguration;
}

const strings = z.array(z.string()).nullish();
const groups = z
  .object({ groupsToOverride: strings, iamRolesToOverride: strings, preferredRole: z.string().nullish() })
  .nullish();
// The hook must return the whole event: Cognito refuses a bare `{ response }`.
const common = {
  version: z.string(),
  triggerSource: z.string(),
  region: z.string(),
  userPoolId: z.string(),
  callerContext: z.object({}),
  request: z.object({}),
};
const claims = z.object({
  claimsToAddOrOverride: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.array(z.json()), z.record(z.string(), z.json())]),
    )
    .nullish(),
  claimsToSuppress: strings,
});
/** Scopes are joined with spaces in the token, so none may contain one. */
const scopes = z.array(z.string().regex(/^\S+$/)).nullish();

const first = z.object({
  ...common,
  response: z.object({
    claimsOverrideDetails: z
      .object({
        claimsToAddOrOverride: z.record(z.string(), z.string()).nullish(),
        claimsToSuppress: strings,
        groupOverrideDetails: groups,
      })
      .nullish(),
  }),
});
const second = z.object({
  ...common,
  response: z.object({
    claimsAndScopeOverrideDetails: z
      .object({
        idTokenGeneration: claims.nullish(),
        accessTokenGeneration: claims.extend({ scopesToAdd: scopes, scopesToSuppress: strings }).nullish(),
        groupOverrideDetails: groups,
      })
      .nullish(),
  }),
});

/** AWS's limit for the claims and scopes that a hook adds. */
const mostAdded = 5000;

const unreadable = () => new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');

type Groups = z.infer<typeof groups>;

/** Groups in the response replace the user's; an empty object or null removes all of them. */
const replaced = (given: Groups): GroupConfiguration => ({
  groupsToOverride: given?.groupsToOverride ?? [],
  iamRolesToOverride: given?.iamRolesToOverride ?? [],
  preferredRole: given?.preferredRole ?? null,
});

const changes = (
  given: { claimsToAddOrOverride?: object | null; claimsToSuppress?: string[] | null } | null | undefined,
) => ({
  add: { ...given?.claimsToAddOrOverride },
  suppress: given?.claimsToSuppress ?? [],
});

/** Parses what a hook returned. Throws InvalidLambdaResponseException for anything that Cognito could not parse. */
export function readResponse(version: EventVersion, payload: unknown): Overrides {
  let overrides: Overrides;
  if (version === 'V1_0') {
    const details = first.safeParse(payload).data?.response;
    if (!details) throw unreadable();
    const given = details.claimsOverrideDetails;
    overrides = {
      id: changes(given),
      access: { ...changes(undefined), scopesToAdd: [], scopesToSuppress: [] },
      ...(given?.groupOverrideDetails !== undefined && { groups: replaced(given?.groupOverrideDetails) }),
    };
  } else {
    const details = second.safeParse(payload).data?.response;
    if (!details) throw unreadable();
    const given = details.claimsAndScopeOverrideDetails;
    const access = given?.accessTokenGeneration;
    overrides = {
      id: changes(given?.idTokenGeneration),
      access: {
        ...changes(access),
        scopesToAdd: access?.scopesToAdd ?? [],
        scopesToSuppress: access?.scopesToSuppress ?? [],
      },
      ...(given?.groupOverrideDetails !== undefined && { groups: replaced(given?.groupOverrideDetails) }),
    };
  }
  const added = Object.keys(overrides.id.add).length + Object.keys(overrides.access.add).length;
  if (added + overrides.access.scopesToAdd.length > mostAdded) throw unreadable();
  return overrides;
}
