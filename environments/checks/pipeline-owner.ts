import type { EnvironmentFile, FleetCheck } from './check';
import { subjectFault, subjectPlaces } from './pipeline';

/** Every subject of an environment's pipeline with its issuer, as IAM compares them, except those already refused. */
const jobsOf = ({ file, environment: { production, pipeline } }: EnvironmentFile) =>
  subjectPlaces.flatMap((place) =>
    (pipeline?.[place] ?? []).flatMap((subject, index) =>
      subjectFault(subject, place, production)
        ? []
        : [
            {
              job: `${pipeline?.issuer.replace(/\/$/, '')} ${subject}`,
              file,
              place,
              path: ['pipeline', place, index],
            },
          ],
    ),
  );

/**
 * A job that can act in another environment is only as well guarded as that environment: it must not assume a
 * production role, not even to plan.
 */
export const pipelineOwner: FleetCheck = (environments) => {
  const jobs = (production: boolean) =>
    environments.filter(({ environment }) => environment.production === production).flatMap(jobsOf);
  const elsewhere = jobs(false);
  return jobs(true).flatMap(({ job, file, path }) => {
    const other = elsewhere.find((one) => one.job === job);
    if (!other) return [];
    return [
      {
        file,
        path,
        message: `pipeline.${other.place} of ${other.file} also has this subject, and is not production`,
        remedy: 'give production a protected branch or deployment environment of its own',
      },
    ];
  });
};
