import { type StoreContent, type StoreKind, storeContent } from '../../../stacks/policies/cedar';
import { policyFile } from '../../../stacks/policies/source';

/** A change of our own policies that allows something new, as someone might really make it. */
export interface WideningEdit {
  name: string;
  kind: StoreKind;
  /** Name of the policy's file. */
  policy: string;
  /** The policy's new text; undefined removes it. */
  edit(text: string): string | undefined;
}

const replaced = (from: string | RegExp, to: string) => (text: string) => {
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`the policy has no ${from}: the edit must follow the policy`);
  return edited;
};
const removed = () => undefined;

export const wideningEdits: readonly WideningEdit[] = [
  {
    name: 'a limit is raised',
    kind: 'tenant',
    policy: 'operators-approve-up-to-limit',
    edit: replaced('1000000', '2000000'),
  },
  {
    name: 'a limit is raised by one',
    kind: 'customer',
    policy: 'account-owners-approve-up-to-limit',
    edit: replaced('100000', '100001'),
  },
  {
    name: 'a limit of one tier is raised',
    kind: 'service',
    policy: 'create-payments-up-to-limit-of-tier',
    edit: replaced('amount <= 10000)', 'amount <= 20000)'),
  },
  {
    name: 'a limit is dropped',
    kind: 'internal',
    policy: 'staff-refund-up-to-limit',
    edit: replaced(/ &&\s+context.amount <= \d+/, ''),
  },
  {
    name: 'a group is added to a permit',
    kind: 'tenant',
    policy: 'viewers-view',
    edit: replaced(/principal in [^\n]*,\n/, 'principal,\n'),
  },
  {
    name: 'an action is added to a permit',
    kind: 'tenant',
    policy: 'auditors-view-and-export',
    edit: replaced('"exportPayments"]', '"exportPayments", Payments::Action::"approvePayment"]'),
  },
  { name: 'tenants are no longer isolated', kind: 'tenant', policy: 'tenant-isolation', edit: removed },
  { name: 'customers are no longer isolated', kind: 'customer', policy: 'customer-isolation', edit: removed },
  {
    name: 'the isolation forgets to compare',
    kind: 'tenant',
    policy: 'tenant-isolation',
    edit: replaced(/ &&\s+context.token.tenant_id == resource.tenant_id/, ''),
  },
  {
    name: 'an "unless" takes an "or"',
    kind: 'internal',
    policy: 'cases-stay-in-their-department',
    edit: replaced(
      'context.token.department == resource.department',
      '(context.token.department == resource.department || context.token.department == "support")',
    ),
  },
  {
    name: 'four eyes become two',
    kind: 'tenant',
    policy: 'four-eyes',
    edit: replaced(' && resource.created_by != principal', ''),
  },
  {
    name: 'a scope is no longer asked for',
    kind: 'service',
    policy: 'view-payments',
    edit: replaced(/ &&\s+context.token.scope.contains\("payments\/read"\)/, ''),
  },
  {
    name: 'all becomes any',
    kind: 'customer',
    policy: 'premium-customers-create-more',
    edit: replaced('containsAll', 'containsAny'),
  },
  {
    name: 'a network is added',
    kind: 'internal',
    policy: 'reports-leave-from-our-networks-only',
    edit: replaced('10.0.0.0/8', '0.0.0.0/0'),
  },
  {
    name: 'a time’s end is included',
    kind: 'service',
    policy: 'closed-ledgers-take-no-entries',
    edit: replaced('context.time < resource.closes_at', 'context.time <= resource.closes_at'),
  },
  {
    name: 'a region is added to a list',
    kind: 'internal',
    policy: 'staff-export-reports-of-europe',
    edit: replaced('"eu-west-1"]', '"eu-west-1", "ap-south-1"]'),
  },
  { name: 'who is frozen may act', kind: 'customer', policy: 'frozen-customers-only-view', edit: removed },
];

/** The content of the kind with one policy edited. */
export function edited({ kind, policy, edit }: WideningEdit): { before: StoreContent; after: StoreContent } {
  const before = storeContent(kind);
  const after = before.policies.flatMap((file) => {
    if (file.name !== policy) return [file];
    const text = edit(file.text);
    return text === undefined ? [] : [policyFile(file.path, text)];
  });
  if (
    after.length === before.policies.length &&
    after.every((file, i) => file.text === before.policies[i]?.text)
  )
    throw new Error(`there is no policy ${policy} of the kind ${kind}`);
  return { before, after: { ...before, policies: after } };
}
