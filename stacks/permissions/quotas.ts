import { allow, type Statement } from './document';

/** What AWS lets the account have, which `fleet capacity` shows. `*`: the list of quotas knows no resource. */
export const readQuotas: Statement = allow('ReadQuotas', ['servicequotas:ListServiceQuotas'], ['*']);
