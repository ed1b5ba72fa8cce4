import { attempts, type Budget } from './budget';

/** AWS client settings that keep it within the budget: one retry, and time-outs for each try. */
export const withinBudget = ({ connect, perTry }: Budget) => ({
  maxAttempts: attempts,
  retryMode: 'standard' as const,
  // Without `throwOnRequestTimeout` the SDK only warns.
  requestHandler: { connectionTimeout: connect, requestTimeout: perTry, throwOnRequestTimeout: true },
});
