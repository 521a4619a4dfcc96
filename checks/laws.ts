import type { Law } from './law';
import { applicationsAgreeWithTheTree } from './laws/applications-agree-with-the-tree';
import { applicationsSyncAsTheHouseDemands } from './laws/applications-sync-as-the-house-demands';
import { budgetsCanBeMet } from './laws/budgets-can-be-met';
import { claimsOutliveTheirApplication } from './laws/claims-outlive-their-application';
import { containersDeclareResources } from './laws/containers-declare-resources';
import { cronJobsRunOnTime } from './laws/cron-jobs-run-on-time';
import { cronTriggersCanFire } from './laws/cron-triggers-can-fire';
import { edgesAreOpenOnBothSides } from './laws/edges-are-open-on-both-sides';
import { gatewayReferencesAreWhole } from './laws/gateway-references-are-whole';
import { gatewaysHaveAClass } from './laws/gateways-have-a-class';
import { generatedSecretsAreKept } from './laws/generated-secrets-are-kept';
import { heapsFitTheirLimit } from './laws/heaps-fit-their-limit';
import { hostsStayBehindTheirListener } from './laws/hosts-stay-behind-their-listener';
import { hpasScaleOnResources } from './laws/hpas-scale-on-resources';
import { identitiesAreUnique } from './laws/identities-are-unique';
import { imagesArePinned } from './laws/images-are-pinned';
import { keycloakAdminStaysPrivate } from './laws/keycloak-admin-stays-private';
import { keycloakAnswersItsProbes } from './laws/keycloak-answers-its-probes';
import { keycloakPeersAreAlone } from './laws/keycloak-peers-are-alone';
import { keycloakStartsAsItWasBuilt } from './laws/keycloak-starts-as-it-was-built';
import { keycloakStopsWithinItsGrace } from './laws/keycloak-stops-within-its-grace';
import { keycloakTrustsItsProxyAlone } from './laws/keycloak-trusts-its-proxy-alone';
import { limitRangesHoldTheirContainers } from './laws/limit-ranges-hold-their-containers';
import { listenerHostsAreCertified } from './laws/listener-hosts-are-certified';
import { lostWorkersAreLeft } from './laws/lost-workers-are-left';
import { monitorsFindTheirPorts } from './laws/monitors-find-their-ports';
import { namespacesAreNamed } from './laws/namespaces-are-named';
import { namespacesDenyByDefault } from './laws/namespaces-deny-by-default';
import { namespacesEnforcePodSecurity } from './laws/namespaces-enforce-pod-security';
import { needsHaveNoCycle } from './laws/needs-have-no-cycle';
import { oneScalerATarget } from './laws/one-scaler-a-target';
import { openedPortsAreListenedOn } from './laws/opened-ports-are-listened-on';
import { podSecurityIsRestricted } from './laws/pod-security-is-restricted';
import { podsEndGracefully } from './laws/pods-end-gracefully';
import { podsHaveAPriority } from './laws/pods-have-a-priority';
import { podsReferToWhatExists } from './laws/pods-refer-to-what-exists';
import { policiesNameTheirPeers } from './laws/policies-name-their-peers';
import { poolsFitTheirDatabase } from './laws/pools-fit-their-database';
import { projectsAdmitWhatTheyHold } from './laws/projects-admit-what-they-hold';
import { publicHostsAreOwnedOnce } from './laws/public-hosts-are-owned-once';
import { quotasHoldTheirWorkloads } from './laws/quotas-hold-their-workloads';
import { referencesAcrossNamespacesAreGranted } from './laws/references-across-namespaces-are-granted';
import { replicasAreSpread } from './laws/replicas-are-spread';
import { rolesNameWhatTheyAllow } from './laws/roles-name-what-they-allow';
import { rootFileSystemsAreReadOnly } from './laws/root-file-systems-are-read-only';
import { routesAreAdmitted } from './laws/routes-are-admitted';
import { routesReachAService } from './laws/routes-reach-a-service';
import { routesUseWhatTheGatewayApplies } from './laws/routes-use-what-the-gateway-applies';
import { scaledObjectsTakeEffect } from './laws/scaled-objects-take-effect';
import { scalersHaveATarget } from './laws/scalers-have-a-target';
import { scalingBoundsAreSound } from './laws/scaling-bounds-are-sound';
import { secretsAreFiles } from './laws/secrets-are-files';
import { secretsHaveOneProducer } from './laws/secrets-have-one-producer';
import { secretsStayOut } from './laws/secrets-stay-out';
import { selectorsMatchTheirPods } from './laws/selectors-match-their-pods';
import { serviceAccountTokensAreNotMounted } from './laws/service-account-tokens-are-not-mounted';
import { serviceAccountsAreTheirOwn } from './laws/service-accounts-are-their-own';
import { serviceLinksAreOff } from './laws/service-links-are-off';
import { servicePortsReachAContainer } from './laws/service-ports-reach-a-container';
import { servingPodsAreProbed } from './laws/serving-pods-are-probed';
import { storageClassesExist } from './laws/storage-classes-exist';
import { storesAreNamespaced } from './laws/stores-are-namespaced';
import { usersAreUnprivileged } from './laws/users-are-unprivileged';
import { vaultBudgetsKeepAQuorum } from './laws/vault-budgets-keep-a-quorum';
import { vaultCertificatesCoverTheirNodes } from './laws/vault-certificates-cover-their-nodes';
import { vaultClusterPortsAreShut } from './laws/vault-cluster-ports-are-shut';
import { vaultConfigurationsRoll } from './laws/vault-configurations-roll';
import { vaultNodesFindEachOther } from './laws/vault-nodes-find-each-other';
import { vaultPathsHaveOneWriter } from './laws/vault-paths-have-one-writer';
import { vaultRolesStayInTheirNamespace } from './laws/vault-roles-stay-in-their-namespace';
import { vaultsInitialiseOnce } from './laws/vaults-initialise-once';
import { verticalScalingDoesNotFight } from './laws/vertical-scaling-does-not-fight';
import { wavesFollowNeeds } from './laws/waves-follow-needs';
import { workloadsShareNoPods } from './laws/workloads-share-no-pods';

/** Every law; a new one is a file in `laws/` and a line here, in alphabetical order. */
export const laws: readonly Law[] = [
  applicationsAgreeWithTheTree,
  applicationsSyncAsTheHouseDemands,
  budgetsCanBeMet,
  claimsOutliveTheirApplication,
  containersDeclareResources,
  cronJobsRunOnTime,
  cronTriggersCanFire,
  edgesAreOpenOnBothSides,
  gatewayReferencesAreWhole,
  gatewaysHaveAClass,
  generatedSecretsAreKept,
  heapsFitTheirLimit,
  hostsStayBehindTheirListener,
  hpasScaleOnResources,
  identitiesAreUnique,
  imagesArePinned,
  keycloakAdminStaysPrivate,
  keycloakAnswersItsProbes,
  keycloakPeersAreAlone,
  keycloakStartsAsItWasBuilt,
  keycloakStopsWithinItsGrace,
  keycloakTrustsItsProxyAlone,
  limitRangesHoldTheirContainers,
  listenerHostsAreCertified,
  lostWorkersAreLeft,
  monitorsFindTheirPorts,
  namespacesAreNamed,
  namespacesDenyByDefault,
  namespacesEnforcePodSecurity,
  needsHaveNoCycle,
  oneScalerATarget,
  openedPortsAreListenedOn,
  podSecurityIsRestricted,
  podsEndGracefully,
  podsHaveAPriority,
  podsReferToWhatExists,
  policiesNameTheirPeers,
  poolsFitTheirDatabase,
  projectsAdmitWhatTheyHold,
  publicHostsAreOwnedOnce,
  quotasHoldTheirWorkloads,
  referencesAcrossNamespacesAreGranted,
  replicasAreSpread,
  rolesNameWhatTheyAllow,
  rootFileSystemsAreReadOnly,
  routesAreAdmitted,
  routesReachAService,
  routesUseWhatTheGatewayApplies,
  scaledObjectsTakeEffect,
  scalersHaveATarget,
  scalingBoundsAreSound,
  secretsAreFiles,
  secretsHaveOneProducer,
  secretsStayOut,
  selectorsMatchTheirPods,
  serviceAccountTokensAreNotMounted,
  serviceAccountsAreTheirOwn,
  serviceLinksAreOff,
  servicePortsReachAContainer,
  servingPodsAreProbed,
  storageClassesExist,
  storesAreNamespaced,
  usersAreUnprivileged,
  vaultBudgetsKeepAQuorum,
  vaultCertificatesCoverTheirNodes,
  vaultClusterPortsAreShut,
  vaultConfigurationsRoll,
  vaultNodesFindEachOther,
  vaultPathsHaveOneWriter,
  vaultRolesStayInTheirNamespace,
  vaultsInitialiseOnce,
  verticalScalingDoesNotFight,
  wavesFollowNeeds,
  workloadsShareNoPods,
];
