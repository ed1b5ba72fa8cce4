/** Where a resource is: nothing of one place can be reached from another. */
export interface Place {
  account: string;
  region: string;
}
