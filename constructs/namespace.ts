import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

/** The namespace that the chart around `scope` was given. @throws Error when it was given none. */
export function namespaceOf(scope: Construct): string {
  const { namespace } = Chart.of(scope);
  if (namespace === undefined) {
    throw new Error(
      `${scope.node.path}: the chart must have a namespace; pass \`namespace\` to its constructor`,
    );
  }
  return namespace;
}
