/**
 * Findings as SARIF 2.1.0, for GitHub code scanning and editors. GitHub shows 5,000 results per run ("SARIF support for
 * code scanning"), so no more are included; blocked findings come first, and the rest is counted.
 */
import { createHash } from 'node:crypto';
import type { Finding } from '../../guard/verdict';
import { effects } from '../effects/catalogue';
import { changesOf } from '../model';
import type { Review } from '../report';
import { count, visible } from './text';
import { actionWords } from './words';

const mostResults = 5_000;

const levels = { blocked: 'error', flagged: 'warning', approved: 'note' } as const;

/** GitHub's scale of 0 to 10: over 9 is critical, over 7 high, over 4 medium. */
const severities = { blocked: '9.5', flagged: '7.0', approved: '4.0' } as const;

/** The SARIF document as JSON. */
export const sarif = (review: Review): string => `${JSON.stringify(sarifOf(review), null, 2)}\n`;

function sarifOf(review: Review) {
  const { model, verdict, facts } = review;
  const results = verdict.findings.slice(0, mostResults);
  const left = verdict.findings.length - results.length;
  const rules = rulesOf(verdict.findings);
  const owners = new Map(
    changesOf(model).map(({ stack, change }) => [`${stack.stack.id}\n${change.address}`, change.owner ?? '']),
  );
  // A change that is no longer in the plan may still belong to one tenant.
  const ownerOf = ({ stack, address, tenants }: Finding) =>
    owners.get(`${stack}\n${address}`) ?? (tenants.length === 1 ? `tenant:${tenants[0]}` : '');
  const notifications = [
    ...model.failed.map(({ id, reason }) => notification('error', `${id} could not be planned: ${reason}`)),
    ...(left > 0 ? [notification('warning', `${count(left, 'more finding')} than SARIF can carry`)] : []),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'fleet review', rules },
        },
        automationDetails: { id: `fleet-review/${model.environment}/` },
        invocations: [
          {
            executionSuccessful: model.failed.length === 0,
            ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
          },
        ],
        ...(facts.commit !== null && { properties: { commit: facts.commit, model: verdict.model } }),
        results: results.map((finding) =>
          resultOf(
            finding,
            rules.findIndex(({ id }) => id === finding.rule),
            fileOf(model.environment, ownerOf(finding)),
          ),
        ),
      },
    ],
  };
}

const notification = (level: 'error' | 'warning', text: string) => ({
  level,
  message: { text: visible(text) },
});

/** One entry per rule of the guard that applies, with its heaviest finding. */
function rulesOf(findings: readonly Finding[]) {
  const first = new Map<string, Finding>();
  for (const finding of findings) if (!first.has(finding.rule)) first.set(finding.rule, finding);
  return [...first.values()].map(({ rule, severity, why, proceed, effects: found }) => {
    const reasons = [...new Set(found.map(({ id }) => effects[id]))];
    return {
      id: rule,
      shortDescription: { text: visible(why) },
      fullDescription: { text: visible([why, ...reasons].join(' · ')) },
      help: { text: visible(`To proceed: ${proceed}`) },
      defaultConfiguration: { level: levels[severity] },
      properties: { tags: ['security', 'identity'], 'security-severity': severities[severity] },
    };
  });
}

function resultOf(finding: Finding, ruleIndex: number, uri: string) {
  const { rule, severity, stack, address, action, effects: found, why, proceed, tenants, approval } = finding;
  const text = [
    `${actionWords[action]} ${address} in ${stack}: ${why}`,
    ...found.map(({ what }) => what),
    ...(tenants.length > 0 ? [`It affects the users of ${tenants.join(', ')}`] : []),
    `To proceed: ${proceed}`,
  ];
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: text.map(visible).join('\n') },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: visible(`${stack}/${address}`), kind: 'resource' }],
      },
    ],
    // All results of a file are on its first line: without this, GitHub would merge them.
    partialFingerprints: { primaryLocationLineHash: fingerprint([rule, stack, address, action]) },
    ...(approval !== undefined && {
      suppressions: [
        { kind: 'external', status: 'accepted', justification: `approved by ${visible(approval)}` },
      ],
    }),
  };
}

const fingerprint = (parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** The file that configures the resource: its tenant's or service's, else the environment's. */
function fileOf(environment: string, owner: string): string {
  const [, kind, name = ''] = /^(tenant|service):(.+)$/s.exec(owner) ?? [];
  const place = `environments/${encodeURIComponent(environment)}`;
  return kind ? `${place}/${kind}s/${encodeURIComponent(name)}.json` : `${place}.ts`;
}
