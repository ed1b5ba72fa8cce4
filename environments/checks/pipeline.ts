import type { EnvironmentCheck } from './check';

/**
 * Pull and merge requests in the subjects of CI systems: GitHub's `…:pull_request` and, where an organisation has
 * customised its subjects, `event_name:pull_request_target`, `head_ref:` and `base_ref:` (docs.github.com, "OpenID
 * Connect reference"); refs of requests as GitHub, GitLab and Bitbucket name them. Parts are compared, since a
 * repository or branch may be called anything.
 */
const pullRequest =
  /(^|:)((pull|merge)[-_]?requests?([-_]\w+)?(:|$)|refs\/(pull|pull-requests|merge-requests)\/|(head|base)_ref:[^:])/i;

/** Subjects of GitHub, GitLab and Buildkite, which say of every job which branch, tag or environment it is for. */
const tellsPlace = /^(repo:|project_path:|organization:[^:]+:pipeline:)/;
/** What their owners can protect: a deployment environment, a branch. */
const protectable = /:environment:[^:]|:ref:refs\/heads\/[^:]|:ref_type:branch:ref:[^:]/;
/** Whoever may push a tag may push it on any commit. */
const tag = /(^|:)(ref:refs\/tags\/|ref_type:tag(:|$))/;

/** Where subjects are listed, and what a job can do with the role that each opens. */
export const subjectPlaces = ['deploySubjects', 'planSubjects'] as const;
type Place = (typeof subjectPlaces)[number];
const could = { deploySubjects: 'deploy', planSubjects: 'read client secrets and states' };

const remedy = 'name a protected branch, or a deployment environment that asks for review';

/**
 * Who may open a pull or merge request may run code in its pipeline. So that may plan what is not production, but
 * never deploy; and of production it may not even plan, since planning reads the secrets of services' clients.
 * @returns what is wrong with a subject, and the remedy; undefined when nothing is, as far as a subject tells
 */
export function subjectFault(
  subject: string,
  place: Place,
  production: boolean | undefined,
): { message: string; remedy: string } | undefined {
  if (pullRequest.test(subject) && (production || place === 'deploySubjects'))
    return {
      message: `everybody who may open a pull request could ${could[place]}`,
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
