/** Whether a URL leads to the very machine that opens it. The host of an app's own scheme leads nowhere. */
export function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
