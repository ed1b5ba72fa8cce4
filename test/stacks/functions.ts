import {
  customerHook,
  customerPreSignUp,
  internalHook,
  machineHook,
  tenantHook,
  tenantPostConfirmation,
} from '../../functions/catalogue';
import { cell, customer, customerSettings, internal, machine, tenant } from './synthesized';

/** A cell with one tenant. */
export const acme = cell([tenant('acme')]);
/** The customer stack with both its functions. */
export const customers = customer({ customer: customerSettings({ linkFederatedUsers: true }) });

/** Every function with the stack that it is in, its construct's id and Lambda's name. */
export const functions = [
  ['tenant hook', acme, 'hook', 'test-cell-01-hook', tenantHook],
  ['post-confirmation', acme, 'post-confirmation', 'test-cell-01-post-confirmation', tenantPostConfirmation],
  ['customer hook', customers, 'hook', 'test-customer-hook', customerHook],
  ['pre-sign-up', customers, 'pre-sign-up', 'test-customer-pre-sign-up', customerPreSignUp],
  ['internal hook', internal(), 'hook', 'test-internal-hook', internalHook],
  ['machine hook', machine(), 'hook', 'test-machine-hook', machineHook],
] as const;
