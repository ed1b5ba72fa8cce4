import { loadChanged, refuses, set } from './fixture';

// Whose pipeline jobs may assume a role of an environment.
const places = ['deploySubjects', 'planSubjects'] as const;

/** Subjects of anyone who may open a pull request, and where that is reported. */
const pullRequests = [
  'repo:example/fleet:pull_request',
  'repo:example@1/fleet@2:pull_request',
  'repo:example/fleet:pull_request:job_workflow_ref:example/fleet/.github/workflows/plan.yml@refs/heads/main',
  'repo:example/fleet:event_name:pull_request_target:ref:refs/heads/main',
  'repo:example/fleet:ref:refs/pull/7/merge',
  'repo:example/fleet:environment:live:head_ref:topic',
  'repo:example/fleet:ref:refs/heads/main:base_ref:main',
  'project_path:example/fleet:ref_type:branch:ref:refs/merge-requests/7/head',
  'project_path:example/fleet:ref_type:merge_request:ref:main',
  'organization:example:pipeline:fleet:ref:refs/pull/7/head:commit:0:step:plan',
  'example/fleet:Pull-Request',
];

/** Subjects that name neither a branch nor a deployment environment, in formats that always could. */
const unprotected = [
  'repo:example/fleet:ref:refs/tags/v1',
  'repo:example/fleet:workflow:plan',
  'repo:example/fleet',
  'project_path:example/fleet:ref_type:tag:ref:v1',
  'project_path:example/fleet',
  'organization:example:pipeline:fleet:ref:refs/tags/v1:commit:0:step:plan',
  'another-system:fleet:ref:refs/tags/v1',
];

describe.each(places)('pipeline.%s of a production environment', (place) => {
  refuses(
    'live',
    pullRequests.map((subject) => [
      subject,
      { [`pipeline.${place}.0`]: subject },
      `pipeline.${place}[0]`,
      subject,
      'anyone who may open a pull request',
      'protected branch',
    ]),
  );

  refuses(
    'live',
    unprotected.map((subject) => [
      subject,
      { [`pipeline.${place}.0`]: subject },
      `pipeline.${place}[0]`,
      subject,
      'names neither a branch nor a deployment environment',
      'protected branch',
    ]),
  );

  test.each([
    'repo:example/fleet:environment:live-2',
    'repo:example/fleet:environment:live-2:ref:refs/tags/v1',
    'repo:example/fleet:environment:Live%3AEurope',
    'repo:example@1/fleet@2:ref:refs/heads/main',
    'repo:example/pull_request:ref:refs/heads/main',
    'repo:example/fleet:ref:refs/heads/fix/pull_request',
    'project_path:example/fleet:ref_type:branch:ref:main',
    'project_path:example/merge_request:ref_type:branch:ref:production',
    'organization:example:pipeline:fleet:ref:refs/heads/main:commit:0:step:deploy',
    '{0d3b}:{7c1f}',
  ])('accepts %s', (subject) => {
    const { problems } = loadChanged((tree) => set(tree, 'live', `pipeline.${place}.0`, subject));
    expect(problems).toEqual([]);
  });
});

describe('in any environment', () => {
  refuses(
    'test',
    pullRequests.map((subject) => [
      `deploying as ${subject}`,
      { 'pipeline.deploySubjects.1': subject },
      'pipeline.deploySubjects[1]',
      subject,
      'anyone who may open a pull request could deploy',
      'planSubjects',
    ]),
  );

  test.each(pullRequests)('%s may plan environments other than production', (subject) => {
    const { problems } = loadChanged((tree) => set(tree, 'test', 'pipeline.planSubjects.0', subject));
    expect(problems).toEqual([]);
  });
});

describe('a job of another environment cannot assume a production role', () => {
  const subject = 'repo:example/fleet:ref:refs/heads/main';
  const pairs = places.flatMap((own) => places.map((other) => [own, other] as const));

  test.each(pairs)('%s of production, %s elsewhere', (own, other) => {
    const { problems } = loadChanged((tree) => {
      set(tree, 'live', `pipeline.${own}.0`, subject);
      set(tree, 'test', `pipeline.${other}.0`, subject);
    });
    expect(problems).toMatchObject([
      {
        file: 'environments/live.ts',
        path: `pipeline.${own}[0]`,
        value: subject,
        message: expect.stringContaining(`pipeline.${other} of environments/test.ts`),
        remedy: expect.stringContaining('of its own'),
      },
    ]);
  });

  test('the same subject at another issuer is another job, and two production environments may share one', () => {
    for (const [key, value] of [
      ['pipeline.issuer', 'https://ci.example.org'],
      ['production', true],
    ] as const) {
      const { problems } = loadChanged((tree) => {
        set(tree, 'live', 'pipeline.deploySubjects.0', subject);
        for (const place of places) set(tree, 'test', `pipeline.${place}.0`, subject);
        set(tree, 'test', key, value);
        if (key === 'production')
          set(tree, 'test', 'customer.callbackUrls.0', 'https://pay.test.example.com/in');
      });
      expect(problems).toEqual([]);
    }
  });

  test('a trailing slash does not make a different issuer', () => {
    const { problems } = loadChanged((tree) => {
      for (const name of ['live', 'test']) set(tree, name, 'pipeline.deploySubjects.0', subject);
      set(tree, 'test', 'pipeline.issuer', 'https://ci.example.com/');
    });
    expect(problems).toHaveLength(1);
  });
});
