import { internalHook } from '../catalogue';
import { lambdaBudget } from '../shared/budget';
import { readEnvironment } from '../shared/environment';
import { hook } from '../shared/hook';
import { readRegion } from '../shared/region';
import { internalClaims } from './claims';

/** Lambda's entry: what staff may do, in their access tokens, or no token. */
export const handler = hook(internalHook, () => {
  const { INTERNAL_USERS_TABLE: table } = readEnvironment(internalHook, process.env);
  return internalClaims({ table, region: readRegion(process.env) }, lambdaBudget);
});
