import type { Verdict } from '../guard/verdict';
import type { PlanFacts } from '../plan-set/facts';
import type { ReviewModel } from './model';

/** Everything a review shows. */
export interface Review {
  model: ReviewModel;
  verdict: Verdict;
  facts: PlanFacts;
}
