import type { z } from 'zod';
import { cidr, dnsLabel, domain, pinnedImage, record, text, whole } from '../../values/schema';
import { LONGEST_NAME } from '../model-service/props';
import { secretRef } from '../pod/props';

/** Port on which the proxy takes requests. @see https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview */
export const PROXY_PORT = 4180;

/** Paths below this one are the proxy's own; a model cannot have any of them. */
const OWN_PATHS = '/oauth2';

/** Where the identity provider sends people back to. */
export const CALLBACK_PATH = `${OWN_PATHS}/callback`;

/** Where the proxy says that it runs, and that it can serve. */
export const PROBE_PATHS = { live: `${OWN_PATHS}/ping`, ready: `${OWN_PATHS}/ready` } as const;

/** Key of the Secret with what a proxy seals its cookies with. */
export const COOKIE_KEY = 'cookie-secret';

/**
 * Length of that value, in letters and digits: the proxy reads them as base64, and 43 of them are the 32 bytes that
 * AES-256 takes. 32 would be 24 bytes.
 * @see https://github.com/oauth2-proxy/oauth2-proxy/blob/v7.15.4/pkg/encryption/utils.go
 */
export const COOKIE_SECRET_LENGTH = 43;

/** What the proxy before a model is called: its objects, its pods and the Secret of its cookies. */
export function gatewayOf(model: string): string {
  return `${model}-sign-in`;
}

const httpsUrl = text(
  (value) => /^https:\/\/[\w.-]+(:\d+)?(\/[\w./-]*)?$/.test(value),
  'an HTTPS URL',
  "'https://id.example.com/realms/production'",
);

/** A proxy that lets people who have signed in, and programs with a token for it, through to one model. */
export const modelGatewayProps = record({
  /** Name of the model. */
  model: dnsLabel(LONGEST_NAME),
  /** URL of the model's Service. */
  modelUrl: text(
    (value) => /^http:\/\/[\w.-]+(:\d+)?$/.test(value),
    'an HTTP URL without a path',
    "'http://iris:3000'",
  ),
  /** Longest time that a request may take at the model, in seconds; the proxy waits a little longer for its answer. */
  requestTimeoutSeconds: whole(1, 3600, 'seconds'),
  /** Image of oauth2-proxy. */
  image: pinnedImage,
  /** Proxies; two or more keep answering while one is replaced. They share nothing: a session is in its cookie. */
  replicas: whole(1, 9, 'proxies'),
  /** PriorityClass of the pods. */
  priorityClassName: dnsLabel(),
  /** Where the model is reached from outside. */
  route: record({
    /** Host name, in the domain of the listener. */
    hostname: domain,
    /** The Gateway that its HTTPRoute attaches to. */
    gateway: record({
      /** Name of the Gateway. */
      name: dnsLabel(),
      /** Namespace of the Gateway. */
      namespace: dnsLabel(),
    }),
    /** Name of the Gateway's listener. */
    listener: dnsLabel(),
  }),
  /** Issuer of tokens, a realm of Keycloak, as it stands in them. */
  issuer: httpsUrl,
  /** Id of the client at the issuer, and the audience that a token must have. */
  clientId: dnsLabel(),
  /** The client's secret. The file is read each time it is needed, so a changed value needs no restart. */
  clientSecret: secretRef,
  /** What cookies are sealed with: 32 bytes in base64. */
  cookieSecret: secretRef,
  /**
   * ConfigMap of the namespace with the authority that signed the issuer's certificate, key `ca.crt`.
   * @default - one of those that the image knows
   */
  caConfigMap: dnsLabel().optional(),
  /** Network of the gateway's pods, whose word on a request's host and address counts. */
  trustedProxies: cidr,
});

export type ModelGatewayProps = z.input<typeof modelGatewayProps>;
export type ModelGatewaySettings = z.output<typeof modelGatewayProps>;
