import type { Attributes, PlannedResource } from '../../../../scripts/review/planned';
import type { StackInfo } from '../../../../scripts/selection/stacks';

export const stack = {
  id: 'dev-cells-a-eu-central-1-cell-01',
  account: 'cells-a',
  region: 'eu-central-1',
  stack: 'cell-01',
} as StackInfo;

export const arn = (name: string) => `arn:aws:lambda:eu-central-1:111111111111:function:${name}`;

/** A resource in a plan that is unchanged, unless the rest says otherwise. */
export function planned(
  address: string,
  before: Attributes,
  rest: Partial<PlannedResource> = {},
): PlannedResource {
  const [type = '', name = ''] = address.split('.');
  return {
    address,
    type,
    name,
    action: 'none',
    section: 'change',
    before,
    after: before,
    unknown: {},
    replacedBy: [],
    ...rest,
  };
}
