/** Where a resource is: places can't reach each other's resources. */
export interface Place {
  account: string;
  region: string;
}
