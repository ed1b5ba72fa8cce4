import { type Finding, position } from '../loading/finding';
import { suggest } from '../loading/suggest';
import type { TextFile } from '../schema';
import type { EnvironmentCheck } from './check';

/** A group of the tenant's pool as policies name it, in any namespace. */
const group = /(?:\w+::)+Group::"\{user_pool_id\}\|([^"]*)"/g;

/** The text with comment lines blanked, so that positions stay the same. */
const withoutComments = (text: string) => text.replace(/^\s*\/\/.*$/gm, (line) => line.replace(/\S/g, ' '));

const unknownGroups = (tenantFile: string, { path, text }: TextFile, known: readonly string[]): Finding[] =>
  [...withoutComments(text).matchAll(group)]
    .filter(([, name = '']) => !known.includes(name))
    .map(({ 1: name = '', index }) => ({
      file: path,
      path: [],
      value: name,
      cause: `${tenantFile}: group ${name}`,
      message: 'the tenant has no such group, so the policy applies to nobody',
      remedy: suggest(name, known),
      ...position(text, index),
    }));

/** A tenant's own policies must name groups of its pool: with a misspelt one, a permit is dead and a forbid open. */
export const policyGroups: EnvironmentCheck = ({ tenants }) =>
  tenants.flatMap(({ file, tenant: { groups }, overlays }) =>
    groups && overlays ? overlays.policies.flatMap((policy) => unknownGroups(file, policy, groups)) : [],
  );
