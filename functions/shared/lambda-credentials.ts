/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundles (see bundle.ts). Lambda gives a function its
 * role's credentials in the environment; the other sources (files, SSO, processes, instance metadata) would be
 * 135 kB of code that a hook must never run.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-providers';
