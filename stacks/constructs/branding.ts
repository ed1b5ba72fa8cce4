import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain';
import { CognitoUserPoolUiCustomization } from '@cdktf/provider-aws/lib/cognito-user-pool-ui-customization';
import type { Construct } from 'constructs';
import type { Tenant } from '../../environments/schema';

type Colours = NonNullable<Tenant['branding']>;

/** Black or white, whichever is legible on the colour (WCAG 2.2, relative luminance and contrast ratio). */
function textOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // The luminance at which both have the same contrast: (L + 0.05)² = 1.05 × 0.05.
  return luminance > 0.179 ? '#000000' : '#ffffff';
}

/** CSS of the classic hosted pages, which accept only a fixed list of classes. */
export function brandingCss({ primaryColor, backgroundColor }: Colours): string {
  const button = `background-color: ${primaryColor}; border-color: ${primaryColor}; color: ${textOn(primaryColor)};`;
  return [
    ...(backgroundColor ? [`.background-customizable { background-color: ${backgroundColor}; }`] : []),
    `.submitButton-customizable { ${button} }`,
    // Without it, Cognito's own blue shows on hover.
    `.submitButton-customizable:hover { ${button} opacity: 0.85; }`,
    `.inputField-customizable:focus { border-color: ${primaryColor}; }`,
    `.redirect-customizable { color: ${primaryColor}; }`,
  ].join('\n');
}

/**
 * The tenant's colours on its sign-in pages, at `<tenant>_branding`, for every client of its pool. Cognito stores
 * them with the pages, so this depends on the domain.
 */
export const branding = (
  scope: Construct,
  pool: CognitoUserPool,
  domain: CognitoUserPoolDomain,
  colours: Colours,
): CognitoUserPoolUiCustomization =>
  new CognitoUserPoolUiCustomization(scope, 'branding', {
    userPoolId: pool.id,
    css: brandingCss(colours),
    dependsOn: [domain],
  });
