import type { EnvironmentCheck } from './check';

/** Who has just been granted a right waits no longer for it than one who has lost it keeps it. */
export const edgeDecisions: EnvironmentCheck = ({ file, environment: { edge } }) => {
  if (!edge || edge.decisions.denySeconds <= edge.decisions.allowSeconds) return [];
  return [
    {
      file,
      path: ['edge', 'decisions', 'denySeconds'],
      message: `is longer than allowSeconds (${edge.decisions.allowSeconds}): a denial would outlive a permission`,
      remedy: `use at most ${edge.decisions.allowSeconds}`,
    },
  ];
};
