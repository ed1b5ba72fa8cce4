import type { EnvironmentCheck } from './check';

/**
 * Pull and merge requests in the subjects of CI systems: GitHub's `…:pull_request` and, where an organisation has
 * customised its subjects, `event_name:pull_request_target`, `head_ref:` and `base_ref:` (docs.github.com, "OpenID
 * Connect reference"); refs of requests as GitHub, GitLab and Bitbucket name them. Parts are compared, since a
 * repository or branch can have any name.
 */
const pullRequest =
  /(^|:)((pull|merge)[-_]?requests?([-_]\w+)?(:|$)|refs\/(pull|pull-requests|merge-requests)\/|(head|base)_ref:[^:])/i;

/** Subjects of GitHub, GitLab and Buildkite, which always name the job's branch, tag or environment. */
const tellsPlace = /^(repo:|project_path:|organization:[^:]+:pipeline:)/;
/** What their owners can protect: a deployment environment, a branch. */
const protectable = /:environment:[^:]|:ref:refs\/heads\/[^:]|:ref_type:branch:ref:[^:]/;
/** A user who may push a tag may push it on any commit. */
const tag = /(^|:)(ref:refs\/tags\/|ref_type:tag(:|$))/;

/** The lists of subjects; `could` has what a job can do with the role of each. */
export const subjectPlaces = ['deploySubjects', 'planSubjects'] as const;
type Place = (typeof subjectPlaces)[number];
const could = { deploySubjects: 'deploy', planSubjects: 'read client secrets and states' };

const remedy = 'name a protected branch, or a deployment environment that asks for review';

/**
 * Anyone who may open a pull or merge request can run code in its pipeline. So such a job may plan outside
 * production but never deploy; and not even plan production, since planning reads the secrets of services' clients.
 * @returns what is wrong with a subject, and the remedy; undefined if the subject shows no fault
 */
export function subjectFault(
  subject: string,
  place: Place,
  production: boolean | undefined,
): { message: string; remedy: string } | undefined {
  if (pullRequest.test(subject) && (production || place === 'deploySubjects'))
    return {
      message: `anyone who may open a pull request could ${could[place]}`,
      remedy: production ? remedy : `${remedy}; pull requests belong to planSubjects`,
    };
  if (production && !protectable.test(subject) && (tellsPlace.test(subject) || tag.test(subject)))
    return { message: 'names neither a branch nor a deployment environment', remedy };
  return undefined;
}

/** No pull request deploys, and none plans production. */
export const pipeline: EnvironmentCheck = ({ file, environment: { production, pipeline } }) =>
  subjectPlaces.flatMap((place) =>
    (pipeline?.[place] ?? []).flatMap((subject, index) => {
      const fault = subjectFault(subject, place, production);
      return fault ? [{ file, path: ['pipeline', place, index], ...fault }] : [];
    }),
  );
