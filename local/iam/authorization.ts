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

/** Whoever sets accounts up may do everything in them: the organisation's own role, and the pipeline's credentials. */
const isFree = ({ role }: Identity) => !role || role.arn.endsWith(':role/OrganizationAccountAccessRole');

/** What everybody may ask: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const open = ['sts:GetCallerIdentity', 'sts:GetSessionToken'];

/** Whether a request of IAM may change what some role may do. */
const changesRights = ({ service, method, body }: AwsRequest) =>
  service === 'iam' && method === 'POST' && !/(^|&)Action=(Get|List)/.test(body.toString());

/**
 * Judges every request that is made with a role's credentials by the role's policies, boundary and session policies,
 * and by resource policies where they count, as AWS does. What it can't tell apart it refuses.
 */
export class Authorization {
  private readonly facts: Facts;
  private readonly rights = new Map<string, Promise<Rights>>();
  private readonly usage = new Usage();

  /** @param forward to moto; @param ask to the whole local AWS, past this */
  constructor(
    private readonly forward: Forward,
    ask: Ask,
  ) {
    this.facts = new Facts(forward, ask);
  }

  /** Answers a request by `run`, or refuses it in the request's own protocol. */
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
      // Not before: whoever asked meanwhile was told what applied until now.
      if (changesRights(request)) this.rights.clear();
    }
  }

  private async refusal(request: AwsRequest, identity: Identity): Promise<AwsResponse | undefined> {
    // Unsigned requests are those of end users, whom each service judges by itself.
    if (isFree(identity) || !request.service) return undefined;
    const caller = identity.role?.arn ?? '';
    const call = callOf(request);
    if (!call) {
      const what = `${request.service} ${request.method} ${request.path.split('?')[0]}`;
      return accessDenied(
        request,
        `the local AWS can't tell which action "${what}" is, and so allows it to no role`,
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

  /** What roles have used, never used, and been refused, since the local AWS started. */
  async report(): Promise<RoleReport[]> {
    // A role that is gone has no rights any more.
    return this.usage.report((role) => this.rightsOf(role).catch(() => ({ policies: [] })));
  }

  /** Services make their own roles once their caller may let them. */
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
    // What could not be read once may be read the next time.
    read.catch(() => this.rights.delete(arn));
    return read;
  }
}
