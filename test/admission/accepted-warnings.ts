import type { KubernetesObject } from '../../synth/manifest';

/** A warning that no other manifest could avoid. */
interface AcceptedWarning {
  readonly kind: string;
  /** How the fault ends. */
  readonly text: string;
}

const ACCEPTED: readonly AcceptedWarning[] = [
  {
    // Argo CD keeps a project until its Applications are gone for this name alone; for Applications it also knows
    // `…/foreground`. https://github.com/argoproj/argo-cd/blob/v3.5.3/pkg/apis/application/v1alpha1/app_project_types.go#L436
    kind: 'AppProject',
    text: 'metadata.finalizers: "resources-finalizer.argocd.argoproj.io": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers',
  },
];

/** The faults without the warnings that are known and accepted for this kind. */
export function withoutAccepted({ kind }: KubernetesObject, faults: readonly string[]): string[] {
  return faults.filter(
    (fault) =>
      !ACCEPTED.some((accepted) => accepted.kind === kind && fault.endsWith(`warning: ${accepted.text}`)),
  );
}
