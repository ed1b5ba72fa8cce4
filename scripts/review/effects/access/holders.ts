import type { Json } from '../../model';
import type { Attributes, EffectContext, PlannedResource } from '../../planned';
import { configuredText, type Document, documentAt, documentOf, type Side, sideOf } from './sides';

/** A holder of rights: a role, user or group of the account. IAM's names are case-insensitive. */
type HolderType = 'role' | 'user' | 'group';
export type Holder = `${HolderType} ${string}`;

const holderTypes: readonly HolderType[] = ['role', 'user', 'group'];

/** A policy that a resource gives to a holder. */
export interface Held {
  /** Resource of the plan that gives it. */
  by: PlannedResource;
  document: Document;
}

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** `aws_iam_role_policy` → `role`: it holds its own text. */
export const inlineOf = (type: string) => holderTypes.find((own) => type === `aws_iam_${own}_policy`);
/** `aws_iam_role_policy_attachment` → `role`: it names a managed policy. */
export const attachedOf = (type: string) =>
  holderTypes.find((own) => type === `aws_iam_${own}_policy_attachment`);
const holderTypeOf = (type: string) => holderTypes.find((own) => type === `aws_iam_${own}`);

const named = (type: HolderType, attributes: Attributes | undefined, attribute: string) => {
  const name = text(attributes?.[attribute]);
  return name === undefined ? undefined : (`${type} ${name.toLowerCase()}` as const);
};

/** Rights of every role, user and group mentioned in a stack's plan. */
export class Holders {
  private readonly resources: readonly PlannedResource[];

  constructor(resources: readonly PlannedResource[]) {
    this.resources = resources.filter(({ type }) => type.startsWith('aws_iam_'));
  }

  /** The holder to which an inline policy or an attachment gives rights; undefined if unknown. */
  holderOf(resource: PlannedResource, side: Side): Holder | undefined {
    const type = inlineOf(resource.type) ?? attachedOf(resource.type);
    return type && named(type, sideOf(resource, side), type);
  }

  /** The resource that is the holder itself, on one side. */
  private holder(holder: Holder, side: Side): PlannedResource | undefined {
    return this.resources.find((resource) => {
      const type = holderTypeOf(resource.type);
      return type && named(type, sideOf(resource, side), 'name') === holder;
    });
  }

  /** Whether this plan creates it. A holder that is not in the plan is assumed to exist. */
  isNew(holder: Holder | undefined): boolean {
    // A name is unknown only if the holder has yet to be created.
    if (holder === undefined) return true;
    return this.holder(holder, 'before') === undefined && this.holder(holder, 'after') !== undefined;
  }

  /** Whether this plan removes it. */
  isGone(holder: Holder): boolean {
    return this.holder(holder, 'before') !== undefined && this.holder(holder, 'after') === undefined;
  }

  /** All of a holder's policies on one side, as far as the plan shows. */
  rightsOf(holder: Holder, side: Side): Held[] {
    const parts = this.resources.flatMap((by): Held[] => {
      if (this.holderOf(by, side) !== holder) return [];
      if (inlineOf(by.type)) return [{ by, document: documentAt(by, side, ['policy']) }];
      return this.attached(by, side).map((document) => ({ by, document }));
    });
    const own = this.holder(holder, side);
    return own ? [...parts, ...this.ownRights(own, side)] : parts;
  }

  /** What an attachment attaches. A policy yet to be created has no ARN: it is found by reference, or any new one counts. */
  attached(attachment: PlannedResource, side: Side): Document[] {
    const attributes = sideOf(attachment, side);
    if (attributes === undefined) return [];
    const arn = text(attributes.policy_arn);
    const configured = arn === undefined ? configuredText(attachment, ['policy_arn']) : undefined;
    const [, name] = /^\$\{aws_iam_policy\.([\w-]+)\.arn\}$/.exec(configured ?? '') ?? [];
    const policies = this.resources.filter(
      (policy) =>
        policy.type === 'aws_iam_policy' &&
        sideOf(policy, side) !== undefined &&
        (name ? policy.name === name : sideOf(policy, side)?.arn === arn),
    );
    if (policies.length > 0) return policies.map((policy) => documentAt(policy, side, ['policy']));
    return [{ statements: [], opaque: `everything in ${arn ?? 'a policy that is not known yet'}` }];
  }

  /**
   * What is written in the role itself. AWS also lists there what other resources of the plan give it; those are judged
   * separately.
   */
  ownRights(role: PlannedResource, side: Side): Held[] {
    const attributes = sideOf(role, side);
    const type = holderTypeOf(role.type);
    const holder = type && named(type, attributes, 'name');
    const given = this.resources.filter((by) =>
      (['before', 'after'] as const).some((any) => holder !== undefined && this.holderOf(by, any) === holder),
    );
    const values = (by: PlannedResource, attribute: string) =>
      (['before', 'after'] as const).map((any) => sideOf(by, any)?.[attribute]);
    const inline = (Array.isArray(attributes?.inline_policy) ? attributes.inline_policy : []).flatMap(
      (block) => {
        const { name, policy } = block as Attributes;
        if (given.some((by) => inlineOf(by.type) && values(by, 'name').includes(name ?? ''))) return [];
        return [
          policy === undefined
            ? { statements: [], opaque: 'the policy is known only after the apply' }
            : documentOf(policy),
        ];
      },
    );
    const arns = (
      Array.isArray(attributes?.managed_policy_arns) ? attributes.managed_policy_arns : []
    ).flatMap((arn): Document[] =>
      given.some((by) => attachedOf(by.type) && values(by, 'policy_arn').includes(arn))
        ? []
        : [{ statements: [], opaque: `everything in ${text(arn) ?? 'a policy that is not known yet'}` }],
    );
    return [...inline, ...arns].map((document) => ({ by: role, document }));
  }

  /** Holders to which this plan attaches a managed policy, on either side. */
  attachedTo(policy: PlannedResource): Holder[] {
    const holders = this.resources.flatMap((by) =>
      (['before', 'after'] as const).flatMap((side) => {
        const arn = text(sideOf(policy, side)?.arn);
        if (!attachedOf(by.type) || arn === undefined || sideOf(by, side)?.policy_arn !== arn) return [];
        return this.holderOf(by, side) ?? [];
      }),
    );
    return [...new Set(holders)];
  }

  /** Whether a managed policy is a boundary of a role in this plan. */
  isBoundary(policy: PlannedResource): boolean {
    const arn = text(policy.before?.arn) ?? text(policy.after?.arn);
    return (
      arn !== undefined && this.resources.some((role) => sideOf(role, 'after')?.permissions_boundary === arn)
    );
  }
}

const known = new WeakMap<readonly PlannedResource[], Holders>();

/** The holders of a stack's plan, computed once. */
export function holdersIn({ resources }: EffectContext): Holders {
  const made = known.get(resources) ?? new Holders(resources);
  known.set(resources, made);
  return made;
}
