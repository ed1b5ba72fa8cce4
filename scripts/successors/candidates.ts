/** A possible replacement for the current CDKTF and AWS provider. */
export interface Candidate {
  name: string;
  /** npm packages to install, with exact versions. */
  packages: Record<string, string>;
  /** Packages that have another name there: old name to new name. */
  renamed: Record<string, string>;
}

/** There is no `@cdktn/provider-okta` yet. CDKTF's provider works with cdktn, linked under CDKTF's name. */
const okta = { '@cdktf/provider-okta': '14.1.1' };

export const candidates: Candidate[] = [
  {
    name: 'provider-aws-21',
    packages: { ...okta, cdktf: '0.21.0', constructs: '10.4.2', '@cdktf/provider-aws': '21.22.1' },
    renamed: {},
  },
  {
    name: 'cdktn',
    packages: {
      ...okta,
      cdktn: '0.24.0',
      constructs: '10.6.0',
      '@cdktn/provider-aws': '25.7.0',
      // cdktn needs Node.js 22.11.
      node: '22.23.3',
    },
    renamed: { cdktf: 'cdktn', '@cdktf/provider-aws': '@cdktn/provider-aws' },
  },
];
