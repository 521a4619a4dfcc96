import type { Breach } from './breach';

const CHILD = 'production/applications/Application/argocd/production-model-serving';
const PARENT = 'proxmox/argocd/Application/argocd/production';
const ITSELF = 'proxmox/applications/Application/argocd/proxmox-argo-cd';
const PROJECT = 'proxmox/argocd/AppProject/argocd/production';
const NAMESPACES_PROJECT = 'proxmox/argocd/AppProject/argocd/production-namespaces';

const POLICY = '/spec/syncPolicy';

/** What Argo CD syncs, from where, in which order, and what it may touch. */
export const argocd: readonly Breach[] = [
  {
    law: 'applications-agree-with-the-tree',
    object: CHILD,
    change: { op: 'replace', path: '/spec/source/path', value: 'dist/production/models' },
    message:
      '`source.path` must end in the `<tree>/<application>` of a folder that is rendered and that no other Application syncs, got production/models; use production/model-serving',
  },
  {
    law: 'applications-agree-with-the-tree',
    object: CHILD,
    change: { op: 'replace', path: '/spec/source/path', value: 'dist/production/batch-jobs' },
    message:
      "`source.path` must end in the `<tree>/<application>` of a folder that is rendered and that no other Application syncs, got production/batch-jobs, which Application 'production-batch-jobs' syncs; use production/model-serving",
  },
  {
    law: 'applications-agree-with-the-tree',
    object: PARENT,
    change: { op: 'remove', path: '/spec/source/path' },
    path: 'production/applications/Application/argocd/production-namespaces',
    message:
      "folder 'production/applications' must be synced by an Application, got none; render one with that folder as its `source.path`",
  },
  {
    law: 'applications-agree-with-the-tree',
    object: CHILD,
    change: { op: 'replace', path: '/spec/destination/namespace', value: 'production-batch-jobs' },
    message:
      "`destination.namespace` must be a namespace of what the folder holds, got 'production-batch-jobs'; use production-model-serving",
  },
  {
    law: 'applications-agree-with-the-tree',
    object: ITSELF,
    change: { op: 'replace', path: '/spec/destination/namespace', value: 'argo' },
    message:
      "`destination.namespace` must be rendered or be one that the cluster brings, got 'argo'; render it or correct it",
  },
  {
    law: 'applications-agree-with-the-tree',
    object: CHILD,
    change: { op: 'replace', path: '/spec/project', value: 'models' },
    message: "`project` must name an AppProject of namespace 'argocd', got 'models'; render it or correct it",
  },
  {
    law: 'projects-admit-what-they-hold',
    object: PROJECT,
    change: { op: 'replace', path: '/spec/sourceRepos/0', value: '*' },
    message: "`sourceRepos[0]` must be the address of one repository, got '*'; list each one",
  },
  {
    law: 'projects-admit-what-they-hold',
    object: CHILD,
    change: { op: 'replace', path: '/spec/source/repoURL', value: 'https://git.example.com/models.git' },
    path: PROJECT,
    message:
      '`sourceRepos` must hold the repository of each Application of the project, got ["https://git.example.com/data-frost/platform.git"]; add \'https://git.example.com/models.git\'',
  },
  {
    law: 'projects-admit-what-they-hold',
    object: PROJECT,
    change: { op: 'remove', path: '/spec/destinations/0' },
    message:
      '`destinations` must hold each namespace that an Application of the project brings objects to, got ["production-keycloak","production-model-serving","production-vault"]; add \'production-batch-jobs\'',
  },
  {
    law: 'projects-admit-what-they-hold',
    object: PROJECT,
    change: { op: 'replace', path: '/spec/destinations/0/namespace', value: 'production-*' },
    message: "`destinations[0].namespace` must name a single one, got 'production-*'; list each one",
  },
  {
    law: 'projects-admit-what-they-hold',
    object: NAMESPACES_PROJECT,
    change: { op: 'remove', path: '/spec/namespaceResourceWhitelist/0' },
    message:
      '`namespaceResourceWhitelist` must hold /LimitRange, which an Application of the project brings; add it or move the object',
  },
  {
    law: 'projects-admit-what-they-hold',
    object: NAMESPACES_PROJECT,
    change: {
      op: 'add',
      path: '/spec/namespaceResourceBlacklist',
      value: [{ group: 'networking.k8s.io', kind: 'NetworkPolicy' }],
    },
    message:
      '`namespaceResourceBlacklist` must not hold networking.k8s.io/NetworkPolicy, which an Application of the project brings; remove it or move the object',
  },
  {
    law: 'projects-admit-what-they-hold',
    object: NAMESPACES_PROJECT,
    change: { op: 'replace', path: '/spec/clusterResourceWhitelist/0/name', value: 'production-jobs' },
    message:
      "`clusterResourceWhitelist` must hold /Namespace 'production-batch-jobs', which an Application of the project brings; add it or move the object",
  },
  {
    law: 'applications-sync-as-the-house-demands',
    object: CHILD,
    change: { op: 'replace', path: `${POLICY}/automated/selfHeal`, value: false },
    message: '`syncPolicy.automated.selfHeal` must be true, got false; set it',
  },
  {
    law: 'applications-sync-as-the-house-demands',
    object: CHILD,
    change: { op: 'remove', path: `${POLICY}/automated/prune` },
    message: '`syncPolicy.automated.prune` must be true, got nothing; set it',
  },
  {
    law: 'applications-sync-as-the-house-demands',
    object: CHILD,
    change: { op: 'replace', path: `${POLICY}/retry/limit`, value: 5 },
    message: '`syncPolicy.retry.limit` must be -1, got 5; set it',
  },
  {
    law: 'applications-sync-as-the-house-demands',
    object: CHILD,
    change: { op: 'replace', path: `${POLICY}/syncOptions/0`, value: 'CreateNamespace=true' },
    message: "`syncOptions` must hold CreateNamespace=false, got 'CreateNamespace=true'; add it",
  },
  {
    law: 'applications-sync-as-the-house-demands',
    object: CHILD,
    change: { op: 'add', path: `${POLICY}/syncOptions/-`, value: 'ApplyOutOfSyncOnly=true' },
    message:
      '`syncOptions` must not hold ApplyOutOfSyncOnly=true: a full sync repairs what is falsely shown as Synced; remove it',
  },
  {
    law: 'applications-sync-as-the-house-demands',
    object: CHILD,
    change: {
      op: 'add',
      path: '/spec/ignoreDifferences',
      value: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
    },
    message:
      '`ignoreDifferences` must not be set: it swallows changes; leave the field out of what is rendered',
  },
  {
    law: 'applications-sync-as-the-house-demands',
    object: CHILD,
    change: {
      op: 'replace',
      path: '/metadata/annotations/argocd.argoproj.io~1compare-options',
      value: 'ServerSideDiff=true',
    },
    message:
      "annotation `argocd.argoproj.io/compare-options` must hold ServerSideDiff=false, got 'ServerSideDiff=true': otherwise a change that the API server refuses is shown as Synced; add it",
  },
  {
    law: 'applications-sync-as-the-house-demands',
    object: PARENT,
    change: { op: 'add', path: `${POLICY}/syncOptions/-`, value: 'ServerSideApply=true' },
    message:
      '`syncOptions` must not hold ServerSideApply=true where Applications are synced: it ignores the waves between them; remove it',
  },
  {
    law: 'applications-sync-as-the-house-demands',
    object: ITSELF,
    change: { op: 'replace', path: `${POLICY}/automated/prune`, value: true },
    message: '`syncPolicy.automated.prune` must be false, got true; set it',
  },
  {
    law: 'waves-follow-needs',
    object: CHILD,
    change: {
      op: 'replace',
      path: '/metadata/annotations/argocd.argoproj.io~1sync-wave',
      value: '0',
    },
    message:
      "`sync-wave` must be above that of Application 'production-namespaces', which makes Namespace 'production-model-serving', got 0 against 0; raise it or lower the other",
  },
  {
    law: 'waves-follow-needs',
    object: 'proxmox/applications/Application/argocd/proxmox-gateway',
    change: { op: 'remove', path: '/metadata/annotations/argocd.argoproj.io~1sync-wave' },
    message:
      "`sync-wave` must be above that of Application 'proxmox-cert-manager', which makes kinds of 'cert-manager.io', got 0 against 2; raise it or lower the other",
  },
  {
    law: 'waves-follow-needs',
    object: 'proxmox/applications/Application/argocd/proxmox-cert-manager',
    change: {
      op: 'replace',
      path: '/metadata/annotations/argocd.argoproj.io~1sync-wave',
      value: '1',
    },
    message:
      "`sync-wave` must be above that of Application 'proxmox-prometheus-operator-crds', which makes kinds of 'monitoring.coreos.com', got 1 against 1; raise it or lower the other",
  },
];
