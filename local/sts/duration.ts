/** The range of a role's own limit, and of session durations (AssumeRole, STS API reference). */
const SHORTEST = 900;
const LONGEST = 43_200;
/** The default duration of a session, and the maximum for role chaining. */
const HOUR = 3600;

const constraint = (seconds: number, limit: string) =>
  `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: ` +
  `Member must have value ${limit}`;

/** The duration that a request asks for, in seconds. */
export const wantedSeconds = (fields: URLSearchParams): number =>
  Number(fields.get('DurationSeconds') ?? HOUR);

/** What is wrong with a duration regardless of role; undefined if nothing. */
export function invalidLength(seconds: number): string | undefined {
  if (seconds < SHORTEST) return constraint(seconds, `greater than or equal to ${SHORTEST}`);
  if (seconds > LONGEST) return constraint(seconds, `less than or equal to ${LONGEST}`);
  return undefined;
}

/**
 * What is wrong with a duration for this role, whose own limit is `maxSeconds`; undefined if nothing. `chained`:
 * requested with the credentials of a role, even the same one (IAM user guide, "Roles terms and concepts", role
 * chaining).
 */
export function tooLong(
  seconds: number,
  { maxSeconds, chained }: { maxSeconds: number; chained: boolean },
): string | undefined {
  if (chained && seconds > HOUR)
    return 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.';
  if (seconds > maxSeconds)
    return 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
  return undefined;
}
