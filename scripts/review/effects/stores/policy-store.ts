import { all, compared, text, weakerIn } from '../compare';

/** A policy store. This provider version cannot set its deletion protection; later ones can, so it is judged. */
export const policyStore = all(
  compared({
    id: 'policies-unvalidated',
    path: 'validation_settings.mode',
    of: text('OFF'),
    worse: weakerIn('OFF', 'STRICT'),
    what: (before, after) => `validation would be ${after}, now ${before}`,
  }),
  compared({
    id: 'protection-lowered',
    path: 'deletion_protection',
    of: text('DISABLED'),
    worse: weakerIn('DISABLED', 'ENABLED'),
    what: (before, after) => `deletion protection would be ${after}, now ${before}`,
  }),
);
