import { machineHook } from '../catalogue';
import { lambdaBudget } from '../shared/budget';
import { readEnvironment } from '../shared/environment';
import { hook } from '../shared/hook';
import { readRegion } from '../shared/region';
import { machineClaims } from './claims';

/** Lambda's entry: what a service may do, in its access tokens, or no token. */
export const handler = hook(machineHook, () => {
  const { SERVICES_TABLE: table } = readEnvironment(machineHook, process.env);
  return machineClaims({ table, region: readRegion(process.env) }, lambdaBudget);
});
