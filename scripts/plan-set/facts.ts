/** The facts under which one stack's plan was made. Hashes are SHA-256, hexadecimal. */
export interface StackFacts {
  /** Hash of the synthesized content (`applied/content-hash.ts`). */
  content: string;
  /** Hash of the saved plan; null if nothing changes, and no plan is kept. */
  plan: string | null;
  /** The state that the plan was made against; null before there is one. */
  state: { lineage: string; serial: number } | null;
  /** What was applied before, from the applied record; null if unknown. */
  base: { content: string; commit: string | null; at: string; run: string } | null;
  /** 12 digits: the account that answered. */
  accountId: string;
  /**
   * Users of its pools, as AWS estimated when they were last read (`estimated_number_of_users`), by owner
   * (`tenant:acme`), or by kind of stack for a shared pool. A fact rather than part of the model, whose hash
   * would otherwise change with each sign-up.
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
  /** E-mail addresses of the authors of what changed since the last apply. Null if git cannot tell. */
  authors: string[] | null;
  /** ARN of the caller that planned. */
  by: string;
  /** Role that made the plans: only the deploy role's can be applied. */
  role: 'plan' | 'deploy';
  /** Nothing was planned: AWS was only compared with the states. */
  driftOnly?: true;
  /** Values of `--remove`. */
  remove: string[];
  tools: { terraform: string; provider: string };
  /** By stack id. */
  stacks: Record<string, StackFacts>;
}
