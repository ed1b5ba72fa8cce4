/** Where a resource is; resources in different places can't reach each other. */
export interface Place {
  account: string;
  region: string;
}
