/** Whether a variable sets up logging by Terraform or its providers, such as `TF_LOG` or `TF_LOG_PATH`. */
export const isLogging = (name: string): boolean =>
  name.startsWith('TF_LOG') || name.startsWith('TF_ACC_LOG');

/**
 * Keeps the provider from logging. By default, it sends every step and every request to Terraform at level TRACE, and
 * Terraform parses all that only to discard it, which takes a quarter of the provider's CPU and a fifth of Terraform's
 * (https://github.com/hashicorp/terraform-plugin-framework/issues/1269, docs/performance.md).
 */
export const noProviderLog = { TF_LOG_SDK: 'OFF', TF_LOG_PROVIDER_AWS: 'OFF' } as const;
