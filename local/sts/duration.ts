/** Every role's own limit lies between these, and every session's length too (AssumeRole, STS API reference). */
const SHORTEST = 900;
const LONGEST = 43_200;
/** How long a session lasts that nobody asks for otherwise, and the most that one role gets of another. */
const HOUR = 3600;

const constraint = (seconds: number, limit: string) =>
  `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: ` +
  `Member must have value ${limit}`;

/** How many seconds a request asks for. */
export const wantedSeconds = (fields: URLSearchParams): number =>
  Number(fields.get('DurationSeconds') ?? HOUR);

/** What is wrong with a length whoever asks for it; undefined when nothing is. */
export function invalidLength(seconds: number): string | undefined {
  if (seconds < SHORTEST) return constraint(seconds, `greater than or equal to ${SHORTEST}`);
  if (seconds > LONGEST) return constraint(seconds, `less than or equal to ${LONGEST}`);
  return undefined;
}

/**
 * What is wrong with it for this role, whose own limit is `maxSeconds`; undefined when nothing is. `chained`: asked
 * for with the credentials of a role, be it the same one (IAM user guide, "Roles terms and concepts", role chaining).
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
