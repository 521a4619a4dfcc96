import { strings } from './read';

/**
 * Labels that no template has because they are set on a pod while it runs: by OpenBao or Vault on its own, and by the
 * controller of a StatefulSet.
 * @see https://openbao.org/docs/configuration/service-registration/kubernetes/
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const SET_WHILE_RUNNING =
  /^((openbao|vault)-(active|initialized|perf-standby|sealed|version)|apps\.kubernetes\.io\/pod-index|statefulset\.kubernetes\.io\/pod-name)$/;

/** The labels by which a Service finds pods, as far as a template can have them. */
export function serviceSelectorOf(service: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(strings(service, 'spec.selector')).filter(([key]) => !SET_WHILE_RUNNING.test(key)),
  );
}
