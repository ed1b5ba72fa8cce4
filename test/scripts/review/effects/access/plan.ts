import { accessEffects } from '../../../../../scripts/review/effects/access';
import type { Effect, Json } from '../../../../../scripts/review/model';
import type { Attributes, EffectContext, PlannedResource } from '../../../../../scripts/review/planned';
import { stacksOf } from '../../../../../scripts/selection/stacks';
import { realEnvironment, resourcesOf, type Stack } from '../../../../invariants/fleet';

const loaded = realEnvironment('dev');

/** The account of the stack that tests plan. */
export const account = '101010101010';

type Given = Partial<PlannedResource> & { before?: Attributes; after?: Attributes };

/** A resource in a plan; its action follows from both sides unless given. */
export function resource(address: string, given: Given): PlannedResource {
  const [type = '', name = ''] = address.split('.');
  const { before, after } = given;
  const action = !before
    ? 'create'
    : !after
      ? 'delete'
      : JSON.stringify(before) === JSON.stringify(after)
        ? 'none'
        : 'update';
  return {
    address,
    type,
    name,
    action,
    section: 'change',
    before: undefined,
    after: undefined,
    unknown: {},
    replacedBy: [],
    ...given,
  };
}

/** The same on both sides. */
export const unchanged = (address: string, attributes: Attributes): PlannedResource =>
  resource(address, { before: attributes, after: attributes });

/** The plan of a stack of dev's `identity` account. */
export function contextOf(resources: readonly PlannedResource[]): EffectContext {
  const stack = stacksOf(loaded).find((one) => one.accountId === account);
  if (!stack) throw new Error(`dev has no stack in ${account}`);
  return { stack, loaded, resources };
}

/** Effects of every change in a plan, by address; changes without any are omitted. */
export function effectsIn(resources: readonly PlannedResource[], context = contextOf(resources)) {
  const found = resources.map((change): [string, Effect[]] => [
    change.address,
    accessEffects(change, context),
  ]);
  return Object.fromEntries(found.filter(([, effects]) => effects.length > 0));
}

/** `iam-grows: newly allowed: …` of every change. */
export const saidIn = (resources: readonly PlannedResource[], context = contextOf(resources)): string[] =>
  Object.values(effectsIn(resources, context)).flatMap((effects) =>
    effects.map(({ id, what }) => `${id}: ${what}`),
  );

export const document = (...statements: Json[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const isReference = (value: unknown) => typeof value === 'string' && /(?<!\$)\$\{/.test(value);

/** A value from the synthesized files as in a plan: unknown if it is a reference, and unescaped. */
function planned(value: Json): { known: Json | undefined; unknown: Json } {
  if (isReference(value)) return { known: undefined, unknown: true };
  if (typeof value === 'string') return { known: value.replaceAll('$${', () => '${'), unknown: false };
  if (Array.isArray(value)) {
    const items = value.map(planned);
    return { known: items.map(({ known }) => known ?? null), unknown: items.map(({ unknown }) => unknown) };
  }
  if (typeof value !== 'object' || value === null) return { known: value, unknown: false };
  const members = Object.entries(value).map(([key, own]) => [key, planned(own)] as const);
  return {
    known: Object.fromEntries(
      members.flatMap(([key, { known }]) => (known === undefined ? [] : [[key, known]])),
    ),
    unknown: Object.fromEntries(members.map(([key, { unknown }]) => [key, unknown])),
  };
}

/** Names that other resources pass to a policy by reference, and that Terraform knows all the same. */
const named =
  /^\$\{(aws_iam_role|aws_s3_bucket|aws_lambda_function)\.([\w-]+)\.(name|bucket|function_name)\}$/;

/** The plan that makes a synthesized stack from nothing. */
export function creationOf(stack: Stack): PlannedResource[] {
  const resources = resourcesOf([stack]);
  return resources.map(({ type, address, block }) => {
    const { provider: _, lifecycle: __, depends_on: ___, ...configured } = block;
    const resolved = Object.fromEntries(
      Object.entries(configured as Record<string, Json>).map(([key, value]) => {
        const [, of, name, attribute = ''] = named.exec(String(value)) ?? [];
        const target = resources.find((other) => other.type === of && other.address === `${of}.${name}`);
        return [key, target ? target.block[attribute] : value];
      }),
    );
    const { known, unknown } = planned(resolved);
    return resource(address, { type, after: known as Attributes, unknown, configured });
  });
}
