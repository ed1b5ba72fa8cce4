/** Escapes text for an HTML attribute, or for use between tags. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export const hiddenField = (name: string, value: string): string =>
  `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;

/** A page whose form the browser submits immediately: SAML's POST binding. */
export function postOn(action: string, fields: Record<string, string>): string {
  const inputs = Object.entries(fields).map(([name, value]) => hiddenField(name, value));
  return `<!doctype html><title>Signing in</title><body onload="document.forms[0].submit()"><form method="post" action="${escapeHtml(action)}">${inputs.join('')}<button>Continue</button></form></body>`;
}
