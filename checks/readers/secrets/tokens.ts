import { onceForText } from '../once';

/**
 * What a secret looks like by itself, whatever it is called. Each form has a mark of its own that ordinary text does
 * not have, so a digest, a public certificate or a name is never taken for one.
 */
const FORMS: readonly (readonly [sort: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/],
  ['a GitLab token', /\bgl(?:pat|dt|rt|cbt|ptt|oas|soat)-[\w-]{20}/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['a Google API key', /\bAIza[\w-]{35}/],
  ['a Slack token', /\bxox[abeoprs]-[\w-]{10}|hooks\.slack\.com\/services\/T\w{6,12}\/B\w{6,12}\/\w{20}/],
  ['an age key', /\bAGE-SECRET-KEY-1[A-Z0-9]{58}/],
  ['a vault token', /\bhv[sbr]\.[\w-]{20}|(?<![\w.-])s\.(?=[A-Za-z]*\d)[A-Za-z0-9]{24}(?![\w.-])/],
  ['a JSON Web Token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10}/],
  ['a credential of a request', /\b(?:Basic|Bearer) (?=[\w+/=.-]*\d)[\w+/=.-]{20}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}/],
  ['a PyPI token', /\bpypi-AgEI[\w-]{50}/],
  ['a Hugging Face token', /\bhf_[A-Za-z]{34}\b/],
  ['a Docker Hub token', /\bdckr_(?:pat|oat)_[\w-]{20}/],
  ['a DigitalOcean token', /\bdo[opr]_v1_[a-f0-9]{64}/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20}/],
  ['a SendGrid key', /\bSG\.[\w-]{22}\.[\w-]{43}/],
  ['an OpenAI or Anthropic key', /\bsk-(?:proj|svcacct|ant-\w+)-[\w-]{40}/],
];

const ANY = new RegExp(FORMS.map(([, { source }]) => source).join('|'));

/** No form is shorter. */
const SHORTEST = 15;

/** How base64 begins that holds `-----BEGIN`, as kubeconfigs and `binaryData` have it. */
const ENCODED_PEM = /LS0tLS1CRUdJT[A-Za-z0-9+/]{20,60}/;

const CREDENTIALS_IN_URL = /:\/\/[^\s/:@'"`]{0,256}:([^\s/@'"`]{1,256})@/;

/** What kind of secret stands in a text: `a private key`; undefined where there is none. */
export const secretIn = onceForText((text: string): string | undefined => {
  if (text.length < SHORTEST) return undefined;
  if (ANY.test(text)) return FORMS.find(([, form]) => form.test(text))?.[0];
  const encoded = ENCODED_PEM.exec(text)?.[0];
  if (encoded !== undefined && Buffer.from(encoded, 'base64').toString('latin1').includes('PRIVATE KEY')) {
    return 'a private key';
  }
  const password = text.includes('://') ? CREDENTIALS_IN_URL.exec(text)?.[1] : undefined;
  return password === undefined || isReference(password) ? undefined : 'a URL with a password';
});

/**
 * Whether a value only says where a secret comes from or that there is none: empty, a variable, a template, a path, a
 * mask, a switch. An example in angle brackets counts as one.
 */
export function isReference(value: string): boolean {
  return REFERENCES.some((form) => form.test(value));
}

const REFERENCES = [
  /^(?:|true|false|yes|no|on|off|null|none|[01])$/i,
  /\$[({]|^\$(?:[A-Za-z_]|\d+$)|^`|\{\{/,
  /^<.*>$|^%.*%$|^\*+$/,
  /^\.{0,2}\/[\w./-]*$/,
  /^(?:file|env|vault|ref):/,
];
