import { attempts, type Budget } from './budget';

/** Settings of an AWS client that keep it inside the budget: one retry, and time-outs for each try. */
export const withinBudget = ({ connect, perTry }: Budget) => ({
  maxAttempts: attempts,
  retryMode: 'standard' as const,
  // Without `throwOnRequestTimeout` the SDK only warns.
  requestHandler: { connectionTimeout: connect, requestTimeout: perTry, throwOnRequestTimeout: true },
});
