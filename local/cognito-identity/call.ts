import type { z } from 'zod';
import type { Accounts } from '../accounts';
import type { UserPools } from '../context';
import type { Place } from '../place';
import type { Forward } from '../service';
import { invalid } from './errors';
import type { State } from './state';

/** One call of the identity pools' API. Without credentials, its account and region are unknown. */
export interface Call extends Place {
  input: unknown;
}

/** What every operation works with. */
export interface IdentityPools {
  state: State;
  accounts: Accounts;
  forward: Forward;
  userPools: UserPools;
  /** Milliseconds since 1970. */
  now(): number;
}

/** An operation: returns the response body, or throws AwsError. */
export type Operation = (tools: IdentityPools, call: Call) => Promise<object>;

/** Validates the call's input. Throws InvalidParameterException for the first problem. */
export function read<T extends z.ZodType>(schema: T, { input }: Call): z.infer<T> {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  const [issue] = error.issues;
  throw invalid(`${issue?.path.join('.') || 'request'}: ${issue?.message}`);
}
