import { identityProvider } from '../catalogue';
import type { Budget } from '../shared/budget';
import { readRegion } from '../shared/region';
import { customResourceHandler } from './custom-resource-handler';
import { managing } from './manage';

/** Cognito itself reads an OpenID Connect provider's discovery document before it answers. */
const budget: Budget = { connect: 1000, perTry: 10_000, total: 25_000 };

/** Lambda's entry: creates, changes and removes identity providers that have a secret, for Terraform. */
export const handler = customResourceHandler(identityProvider, () =>
  managing(readRegion(process.env), budget),
);
