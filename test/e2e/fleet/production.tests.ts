import type { Fleet } from '../memory/small-fleets';
import { approve, blockedBy, commit, verdictOf } from './approve';
import { poolNames } from './cloud';
import { ok } from './fleet';
import { production, refused, rollout, shrunk, unprotected, without } from './stories';

const pool = 'aws_cognito_user_pool.acme_pool';

/** The fleet becomes production. `make tenants` goes on from there, and destroys a tenant's pool. */
export function guardedProduction(of: () => Fleet): void {
  test('a former production environment is still guarded as production', async () => {
    const { project, place } = of();
    const inCell = ['--stack', 'foundation,cell-01'];
    project.write(production(shrunk));
    ok(await rollout(of(), ...inCell));

    project.write(shrunk);
    expect(refused(await rollout(of(), '--stack', 'machine'))).toEqual(['production']);
    expect(refused(await rollout(of(), '--remove', 'production'))).toEqual(['production']);

    const gone = without(shrunk, 'acme');
    project.write(production(gone));
    expect(refused(await rollout(of(), '--remove', 'tenant:acme'))).toEqual(['tenant:acme']);
    // The relaxations are written but not rolled out, so AWS still protects the pool.
    project.write(unprotected(gone));
    expect(refused(await rollout(of(), '--remove', 'tenant:acme'))).toEqual(['tenant:acme']);

    // Nothing is applied before someone else has approved each finding of exactly this plan.
    project.write(unprotected(shrunk));
    commit(project.root);
    const protectionsGo = await rollout(of(), ...inCell);
    expect(blockedBy(protectionsGo)).toEqual([
      `protection-lowered ${pool}`,
      'role-grows aws_iam_policy.deploy_guard-policy',
    ]);
    // Its author's own approval does not count.
    approve(project.root, verdictOf(protectionsGo), { approver: 'ada@northpay.example' });
    expect(blockedBy(await rollout(of(), ...inCell))).toEqual(blockedBy(protectionsGo));
    approve(project.root, verdictOf(protectionsGo));
    ok(await rollout(of(), ...inCell));
    expect(await poolNames(place)).toEqual(['staging-machine', 'staging-tenant-acme']);
  });
}
