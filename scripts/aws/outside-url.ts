/** Where a host outside AWS answers, such as an identity provider: itself or, with the local AWS, what stands for it. */
export const outsideUrl = (url: string): string => {
  const local = process.env.AWS_ENDPOINT_URL;
  return local ? url.replace(/^https:\/\//, `${local}/_local/hosts/`) : url;
};
