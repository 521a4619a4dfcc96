import { INTERNAL_CA_KEY } from '../internal-ca/props';
import { pathOf } from '../pod/props';
import { CALLBACK_PATH, type ModelGatewaySettings, PROBE_PATHS, PROXY_PORT } from './props';

/** Folder of the pods with the authority that signed the issuer's certificate. */
export const CA_FOLDER = '/ca';

/**
 * How much longer than the model the proxy waits, in seconds: the model's own 504 is to reach the caller. Its default of
 * 30 s in all would cut off requests that the model still works on.
 */
export const PATIENCE_SECONDS = 5;

/**
 * Options of the proxy, none of them secret. A wrong one fails its start.
 * @see https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview
 */
export function optionsOf(settings: ModelGatewaySettings): readonly string[] {
  const { modelUrl, requestTimeoutSeconds, trustedProxies } = settings;
  const options = {
    'http-address': `:${PROXY_PORT}`,
    'reverse-proxy': 'true',
    'trusted-proxy-ip': trustedProxies,
    upstream: modelUrl,
    'upstream-timeout': `${requestTimeoutSeconds + PATIENCE_SECONDS}s`,
    'ping-path': PROBE_PATHS.live,
    'ready-path': PROBE_PATHS.ready,
    'silence-ping-logging': 'true',
    ...providerOptions(settings),
    ...admissionOptions(),
    ...cookieOptions(settings),
  };
  return Object.entries(options).map(([name, value]) => `--${name}=${value}`);
}

/**
 * Where people sign in. The issuer's addresses are written out instead of asked for: a proxy that asks does not start
 * while the issuer is away, and tokens that it holds the keys for are good meanwhile.
 */
function providerOptions(settings: ModelGatewaySettings): Readonly<Record<string, string>> {
  const { caConfigMap, clientId, clientSecret, issuer, route } = settings;
  const endpoint = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
  return {
    provider: 'keycloak-oidc',
    'oidc-issuer-url': issuer,
    'skip-oidc-discovery': 'true',
    'login-url': endpoint('auth'),
    'redeem-url': endpoint('token'),
    'oidc-jwks-url': endpoint('certs'),
    'redirect-url': `https://${route.hostname}${CALLBACK_PATH}`,
    'client-id': clientId,
    'client-secret-file': fileOf(clientSecret),
    'code-challenge-method': 'S256',
    scope: 'openid profile email',
    ...(caConfigMap === undefined ? {} : { 'provider-ca-file': `${CA_FOLDER}/${INTERNAL_CA_KEY}` }),
  };
}

/**
 * Who is let in: every person of the realm, and every token for this client. Persons are known by their subject: programs
 * have no mail address, and for a token without a verified one the answer would be 401. Only `/` leads to the sign-in page;
 * elsewhere a program is told 401, and for a token that is not good always 403, instead of being sent to a form.
 */
function admissionOptions(): Readonly<Record<string, string>> {
  return {
    'email-domain': '*',
    'oidc-email-claim': 'sub',
    'skip-provider-button': 'true',
    'skip-jwt-bearer-tokens': 'true',
    'bearer-token-login-fallback': 'false',
    'api-route': '^/[^?]',
  };
}

/**
 * A session is renewed at the issuer before its tokens end after 5 minutes, so somebody who was shut out there is out here
 * soon after. The name's prefix binds the cookie to this host alone, however many models share the domain.
 */
function cookieOptions({ cookieSecret }: ModelGatewaySettings): Readonly<Record<string, string>> {
  return {
    'cookie-secret-file': fileOf(cookieSecret),
    'cookie-name': '__Host-sign-in',
    'cookie-samesite': 'lax',
    'cookie-refresh': '4m',
    'cookie-expire': '10h',
  };
}

function fileOf({ secret, key }: ModelGatewaySettings['clientSecret']): string {
  return `${pathOf({ secret, keys: [key] })}/${key}`;
}
