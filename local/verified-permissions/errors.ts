import { AwsError } from '../aws-error';
/** Types of resources, as named in `resourceType` of AWS's exceptions. */
export type ResourceType =
  | 'IDENTITY_SOURCE'
  | 'POLICY'
  | 'POLICY_STORE'
  | 'POLICY_STORE_ALIAS'
  | 'POLICY_TEMPLATE'
  | 'SCHEMA';

/** One invalid element of a request: where it is, and what is wrong with it. */
export interface BadField {
  path: string;
  message: string;
}

/**
 * A request that AWS refuses. AWS's own message is only "Invalid input", with the reasons in `fieldList`, which
 * Terraform does not show; so the message includes the reasons here.
 */
export const invalid = (...fieldList: BadField[]) =>
  new AwsError(
    'ValidationException',
    `Invalid input. ${fieldList.map(({ path, message }) => `${path}: ${message}`).join('; ')}`,
    400,
    { fieldList },
  );

/** A resource that does not exist, or belongs to another account or region. */
export const notFound = (resourceType: ResourceType, resourceId: string) =>
  new AwsError(
    'ResourceNotFoundException',
    `The requested ${resourceType} resource with ID ${resourceId} does not exist.`,
    400,
    { resourceType, resourceId },
  );

/** A request that conflicts with existing data, such as a name that is taken. */
export const conflict = (message: string, resourceType: ResourceType, resourceId: string) =>
  new AwsError('ConflictException', message, 400, { resources: [{ resourceType, resourceId }] });

/** A request that would exceed a service quota. */
export const quotaExceeded = (message: string, resourceType: ResourceType, resourceId?: string) =>
  new AwsError('ServiceQuotaExceededException', message, 400, {
    resourceType,
    ...(resourceId && { resourceId }),
    serviceCode: 'verifiedpermissions',
  });

/** A request that the resource's current state does not allow. */
export const invalidState = (message: string) => new AwsError('InvalidStateException', message);
