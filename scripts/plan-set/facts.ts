/** What a plan of one stack was made under. Hashes are SHA-256, hexadecimal. */
export interface StackFacts {
  /** Of what was synthesized (`applied/content-hash.ts`). */
  content: string;
  /** Of the saved plan; null where nothing changes, and none is kept. */
  plan: string | null;
  /** The state that it was made against; null before there is one. */
  state: { lineage: string; serial: number } | null;
  /** What was applied before, as the applied record has it; null where nobody knows. */
  base: { content: string; commit: string | null; at: string; run: string } | null;
  /** 12 digits: the account that answered. */
  accountId: string;
  /**
   * Users of its pools, as AWS estimated when they were last read (`estimated_number_of_users`), by owner
   * (`tenant:acme`), or by kind of stack for a pool that everybody shares. A fact and no part of the model, which would
   * have another hash after each sign-up.
   */
  users?: Readonly<Record<string, number>>;
}

/** The facts that a plan set was made under. */
export interface PlanFacts {
  /** ISO 8601. */
  createdAt: string;
  /** Commit of the project; null outside git. */
  commit: string | null;
  /** No file differed from that commit; null outside git. */
  clean: boolean | null;
  /** Who wrote what differs from what was last applied: e-mail addresses. Null where git cannot tell. */
  authors: string[] | null;
  /** ARN of whoever planned. */
  by: string;
  /** Role that the plans were made as: only those of the deploy role can be applied. */
  role: 'plan' | 'deploy';
  /** Nothing was planned: AWS was compared with the states. */
  driftOnly?: true;
  /** Values of `--remove`. */
  remove: string[];
  tools: { terraform: string; provider: string };
  /** By stack id. */
  stacks: Record<string, StackFacts>;
}
