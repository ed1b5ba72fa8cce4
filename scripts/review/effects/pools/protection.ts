import { all, compared, text, weakerIn } from '../compare';

/** A pool's feature plan and its deletion protection. */
export const protection = all(
  compared({
    id: 'protection-lowered',
    path: 'deletion_protection',
    of: text('INACTIVE'),
    worse: weakerIn('INACTIVE', 'ACTIVE'),
    what: (before, after) => `deletion protection would be ${after}, now ${before}`,
  }),
  compared({
    id: 'tier-lowered',
    path: 'user_pool_tier',
    of: text(),
    worse: weakerIn('LITE', 'ESSENTIALS', 'PLUS'),
    what: (before, after) => `the plan would be ${after}, now ${before}`,
  }),
);
