import { isReference } from './tokens';

/** Words that only a secret is called by, at the end of a name: `DB_PASSWORD` but not `PASSWORD_FILE`. */
const SURE =
  'password|passwd|passphrase|(?:api|access|secret|private|encryption|signing)[_.-]?key|client[_.-]?secret|(?:^|[_.-])token';

/** Words that a secret's value and a secret's name are called by. */
const LIKELY = 'secret|credentials?|(?:^|[_.-])pwd|token';

const SURE_NAME = new RegExp(`(?:${SURE})$`, 'i');
const LIKELY_NAME = new RegExp(`(?:${SURE}|${LIKELY})$`, 'i');

/** `NAME=value` and `--name=value`, wherever in a command line they stand. */
const ASSIGNMENT = /(?:^|[\s;&"'])-{0,2}([A-Za-z_][\w.-]{0,80})=("[^"\n]*"|'[^'\n]*'|[^\s;&|"']+)/g;

/** `name: value`, `name = value` and `"name": "value"`, as configuration files have them. */
const SETTING =
  /(?:^|[\s{,])["']?([A-Za-z_][\w.-]{0,80})["']?[ \t]*[:=][ \t]*("[^"\n]*"|'[^'\n]*'|[^\s,}\n]+)/g;

/** What follows a key of YAML and is no text: a block, a list, an anchor, nothing. */
const YAML_SYNTAX = /^[|>[{&*!~]/;

/** Whether an environment variable or a header of that name and value is a secret in the clear. */
export function isSecretVariable(name: string, value: string): boolean {
  return LIKELY_NAME.test(name) && !isReference(value);
}

/** Whether a setting of that name and value is a secret in the clear; names of Secrets are none. */
export function isSecretSetting(name: string, value: string): boolean {
  return SURE_NAME.test(name) && !isReference(value);
}

/** The name of the first secret that stands in the clear in a command line. */
export function secretInCommand(line: string): string | undefined {
  return line.includes('=') ? nameIn(line, ASSIGNMENT) : undefined;
}

/** The name of the first secret that stands in the clear in a configuration file. */
export function secretInFile(content: string): string | undefined {
  return nameIn(content, SETTING);
}

function nameIn(content: string, form: RegExp): string | undefined {
  for (const [, name = '', value = ''] of content.matchAll(form)) {
    const bare = value.replace(/^(["'])(.*)\1$/, '$2');
    if (!(value === bare && YAML_SYNTAX.test(value)) && isSecretSetting(name, bare)) return name;
  }
  return undefined;
}
