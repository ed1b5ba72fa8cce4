import type { Accounts } from './accounts';
import { apiGateway } from './apigateway/service';
import { cognito } from './cognito/service';
import { cognitoIdentity } from './cognito-identity/service';
import type { LocalContext } from './context';
import { dynamodb } from './dynamodb/service';
import type { FaultInjector } from './faults/injector';
import { faultRoutes } from './faults/routes';
import type { Authorization } from './iam/authorization';
import { rightsRoutes } from './iam/routes';
import { type LambdaParts, lambda } from './lambda/service';
import { networkRoutes } from './network-routes';
import type { Organisations } from './okta/organisation';
import { okta } from './okta/service';
import { rdsRoutes } from './rds/routes';
import type { Rds } from './rds/server';
import { s3Service } from './s3/service';
import { secretsManager } from './secrets-manager/service';
import type { Service } from './service';
import { sesService } from './ses/service';
import { sts } from './sts/service';
import { verifiedPermissions } from './verified-permissions/service';

/** Everything that the local AWS adds to moto, by folder. The first service that answers a request wins. */
export const services = (
  context: LocalContext,
  parts: LambdaParts & {
    accounts: Accounts;
    authorization: Authorization;
    faults: FaultInjector;
    organisations: Organisations;
    rds: Rds;
    longestSession?: number | undefined;
  },
): Record<string, Service> => ({
  // First, because a request to an API's own host may look like anything.
  apigateway: apiGateway(context),
  cognito: cognito(context),
  'cognito-identity': cognitoIdentity(context, parts.accounts),
  'verified-permissions': verifiedPermissions(context.userPools),
  sts: sts(parts.accounts, parts.longestSession),
  s3: s3Service(),
  'secrets-manager': secretsManager(),
  ses: sesService(context.ses),
  dynamodb: dynamodb(),
  lambda: lambda(parts),
  okta: okta(parts.organisations),
  network: networkRoutes(context.network),
  faults: faultRoutes(parts.faults),
  iam: rightsRoutes(parts.authorization),
  rds: rdsRoutes(parts.rds),
});
