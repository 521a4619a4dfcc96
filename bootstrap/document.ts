import type { Step } from './step';

/** The steps to an environment as a page that a person follows from top to bottom: docs/bootstrap.md is production's. */
export function documentOf(environment: string, steps: readonly Step[]): string {
  const chapters = steps.flatMap(({ title, why, commands }, index) => [
    `## ${index + 1}. ${title}`,
    why,
    ...(commands.length === 0 ? [] : [['```sh', ...commands, '```'].join('\n')]),
  ]);
  const command = `npm run bootstrap -- ${environment}`;
  const head = [
    `# From empty machines to a healthy ${environment}`,
    `\`${command} --print\` prints this page; change its sources, not the page. Without \`--print\` it looks at a cluster and says which of the steps are still to be done, and with \`--apply\` it makes the namespaces and Secrets that are missing.`,
    'Work in the root of this repository. What Secrets are made from lies in the folder `secrets`, which git ignores: keep a copy of it where the cluster is not.',
  ];
  return `${[...head, ...chapters].join('\n\n')}\n`;
}
