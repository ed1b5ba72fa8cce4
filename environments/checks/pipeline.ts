import type { EnvironmentCheck } from './check';

/** Who may open a pull or merge request may run code in its pipeline, so that may plan but never deploy. */
export const pipeline: EnvironmentCheck = ({ file, environment: { pipeline } }) =>
  (pipeline?.deploySubjects ?? []).flatMap((subject, index) =>
    /pull_request|merge_request/.test(subject)
      ? [
          {
            file,
            path: ['pipeline', 'deploySubjects', index],
            message: 'would let every pull request deploy',
            remedy: 'name a protected branch or deployment environment; pull requests belong to planSubjects',
          },
        ]
      : [],
  );
