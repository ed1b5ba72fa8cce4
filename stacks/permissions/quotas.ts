import { allow, type Statement } from './document';

/** The account's AWS quotas, which `fleet capacity` shows. `*`: listing quotas has no resource level. */
export const readQuotas: Statement = allow('ReadQuotas', ['servicequotas:ListServiceQuotas'], ['*']);
