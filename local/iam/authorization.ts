import type { Identity } from '../accounts';
import type { AwsRequest, AwsResponse, Forward } from '../service';
import { type Rights, rightsOf } from '../sts/rights';
import { parseRoleArn } from '../sts/roles';
import type { Asked } from './asked';
import { asksOf } from './asks';
import { callerContext } from './context';
import { accessDenied } from './denied';
import { type Ask, Facts } from './facts';
import { judge, refusalMessage } from './judge';
import { callOf } from './operations';
import { serviceRoles } from './service-roles';
import { type RoleReport, Usage } from './usage';

/** Identities that set up accounts can do everything: the organisation's role, and the pipeline's credentials. */
const isFree = ({ role }: Identity) => !role || role.arn.endsWith(':role/OrganizationAccountAccessRole');

/** Actions allowed to everyone: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const open = ['sts:GetCallerIdentity', 'sts:GetSessionToken'];

/** Whether a request to IAM may change the permissions of a role. */
const changesRights = ({ service, method, body }: AwsRequest) =>
  service === 'iam' && method === 'POST' && !/(^|&)Action=(Get|List)/.test(body.toString());

/**
 * Evaluates every request made with a role's credentials, as AWS does: against the role's policies, boundary and
 * session policies, and resource policies where they count. What it can't evaluate, it refuses.
 */
export class Authorization {
  private readonly facts: Facts;
  private readonly rights = new Map<string, Promise<Rights>>();
  private readonly usage = new Usage();

  /** @param forward to moto; @param ask to the whole local AWS, bypassing this check */
  constructor(
    private readonly forward: Forward,
    ask: Ask,
  ) {
    this.facts = new Facts(forward, ask);
  }

  /** Calls `run`, or refuses the request in its own protocol. */
  async judged(
    request: AwsRequest,
    identity: Identity,
    run: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    const refused = await this.refusal(request, identity);
    if (refused) return refused;
    try {
      return await run();
    } finally {
      // Only afterwards: until then, concurrent requests are under the old permissions.
      if (changesRights(request)) this.rights.clear();
    }
  }

  private async refusal(request: AwsRequest, identity: Identity): Promise<AwsResponse | undefined> {
    // Unsigned requests come from end users; each service checks them itself.
    if (isFree(identity) || !request.service) return undefined;
    const caller = identity.role?.arn ?? '';
    const call = callOf(request);
    if (!call) {
      const what = `${request.service} ${request.method} ${request.path.split('?')[0]}`;
      return accessDenied(
        request,
        `the local AWS can't tell which action "${what}" is, so it is refused for all roles`,
      );
    }
    if (open.includes(`${call.service}:${call.operation}`)) return undefined;
    const rights = await this.rightsOf(caller);
    const base = callerContext(identity, request);
    const asks = await asksOf(call, this.facts);
    for (const asked of asks)
      for (const resource of asked.resources) {
        const { action, policy, context } = asked;
        const one = { action, resource, policy, context: { ...base, ...context } };
        const why = judge(identity, rights, one);
        this.usage.note(identity, one, why);
        if (why) return accessDenied(request, refusalMessage(identity, asked, resource, why));
      }
    await this.makeServiceRoles(asks, request);
    return undefined;
  }

  /** What roles have used, never used, and been refused since the local AWS started. */
  async report(): Promise<RoleReport[]> {
    // A deleted role has no permissions.
    return this.usage.report((role) => this.rightsOf(role).catch(() => ({ policies: [] })));
  }

  /** Services create their service-linked roles once the caller has permission for it. */
  private async makeServiceRoles(asks: readonly Asked[], request: AwsRequest): Promise<void> {
    for (const { action, context } of asks) {
      const service = context['iam:AWSServiceName'];
      if (action === 'iam:CreateServiceLinkedRole' && typeof service === 'string' && service in serviceRoles)
        await this.facts.makeServiceRole(request, service);
    }
  }

  private rightsOf(arn: string): Promise<Rights> {
    const known = this.rights.get(arn);
    if (known) return known;
    const role = parseRoleArn(arn);
    const read: Promise<Rights> = role ? rightsOf(this.forward, role) : Promise.resolve({ policies: [] });
    this.rights.set(arn, read);
    // A failed read is not cached, so that the next request tries again.
    read.catch(() => this.rights.delete(arn));
    return read;
  }
}
