import type { EnvironmentCheck } from './check';

/** A newly granted right never waits longer than a revoked one lingers. */
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
