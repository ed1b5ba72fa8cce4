/** The page's data. No I/O: the page uses this module too. */
import { type Group, groupsOf } from '../../groups';
import type { ReviewedStack, ReviewModel, StackModel } from '../../model';
import type { Review } from '../../report';

/** A review with changes only in groups: a fleet-wide change is included once, and the page expands it. */
export interface PageData {
  model: Omit<ReviewModel, 'stacks'> & { stacks: Omit<StackModel, 'changes'>[] };
  verdict: Review['verdict'];
  facts: Review['facts'];
  groups: Group[];
}

export const pageDataOf = ({ model, verdict, facts }: Review): PageData => ({
  model: {
    ...model,
    stacks: model.stacks.map(({ stack, bootstrapped, changed }) => ({ stack, bootstrapped, changed })),
  },
  verdict,
  facts,
  groups: groupsOf(model),
});

export const stacksOf = (data: PageData): ReviewedStack[] => data.model.stacks.map(({ stack }) => stack);
