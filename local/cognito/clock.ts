import { z } from 'zod';
import { type AwsRequest, type AwsResponse, awsError, json } from '../service';

const change = z.strictObject({ behindSeconds: z.int().min(0).max(86_400) });

/**
 * Cognito's clock, which can be set back: it then issues tokens that have already expired by any other clock, so nobody
 * has to wait for one to expire. `POST /_local/cognito/clock` with `{"behindSeconds": 7200}`; 0 resets it.
 */
export class Clock {
  private behindSeconds = 0;

  /** @param real in milliseconds since 1970, as `now` */
  constructor(private readonly real: () => number) {}

  readonly now = (): number => this.real() - this.behindSeconds * 1000;

  /** Sets the clock back, or resets it. */
  answer({ body }: Pick<AwsRequest, 'body'>): AwsResponse {
    let given: unknown;
    try {
      given = JSON.parse(body.toString());
    } catch {
      given = undefined;
    }
    const { success, data } = change.safeParse(given);
    if (!success)
      return awsError(400, 'ValidationException', 'give {"behindSeconds": seconds, 0 to 86400}, as JSON');
    this.behindSeconds = data.behindSeconds;
    return json(200, data);
  }
}
