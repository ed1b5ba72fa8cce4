/** Whether a URL leads to the machine that opens it. In an app's own scheme the host means nothing. */
export function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
