/** Quotas of Verified Permissions (user guide, "Quotas"); sizes are in bytes of UTF-8. */
export const limits = {
  policyBytes: 10_000,
  schemaBytes: 100_000,
  templatesPerStore: 40,
  identitySourcesPerStore: 1,
  requestsPerBatch: 30,
  policiesPerBatchGet: 100,
} as const;

/** Length in bytes of UTF-8. */
export const bytes = (text: string) => Buffer.byteLength(text, 'utf8');
