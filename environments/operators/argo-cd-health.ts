/**
 * Annotation of an Application whose health is no matter of its parent's.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/annotations-and-labels/
 */
export const IGNORE_HEALTH = 'argocd.argoproj.io/ignore-healthcheck';

/**
 * An Application is healthy once it has looked at the source that its spec names now (argo-cd#29649), and all of it is
 * there: what is missing counts for nothing in the health that Argo CD gives it (argo-cd#25962), so a wave would slip
 * through between the first look and the end of the first sync. One that its parent does not wait for says so by the
 * annotation that Argo CD itself knows for that, but minds only where it sums up a parent's health, not in its waves.
 */
export const APPLICATION_HEALTH = `local annotations = obj.metadata.annotations or {}
if annotations["${IGNORE_HEALTH}"] == "true" then
  return { status = "Healthy", message = "nothing waits for it: its own page has its health" }
end
hs = { status = "Progressing", message = "waiting for the first comparison" }
if obj.status ~= nil and obj.status.health ~= nil and obj.status.sync ~= nil then
  local compared = obj.status.sync.comparedTo
  local current = compared ~= nil and compared.source ~= nil and obj.spec.source ~= nil
    and compared.source.repoURL == obj.spec.source.repoURL
    and compared.source.path == obj.spec.source.path
    and compared.source.targetRevision == obj.spec.source.targetRevision
  local syncing = obj.status.operationState ~= nil and obj.status.operationState.phase == "Running"
  if current and (syncing or obj.status.sync.status ~= "Synced") then
    hs.message = "waiting for the sync"
  elseif current and obj.status.health.status ~= nil then
    hs.status = obj.status.health.status
    hs.message = obj.status.health.message or ""
  end
end
return hs
`;

/**
 * A claim of a class that binds at first use waits for its first pod, which for a job comes when its schedule does. Argo
 * CD calls that Progressing, and a sync would wait for it until it times out.
 */
export const CLAIM_HEALTH = `hs = { status = "Healthy", message = "" }
if obj.status ~= nil and obj.status.phase == "Lost" then
  hs.status = "Degraded"
  hs.message = "the volume is lost"
end
return hs
`;

/**
 * A database is at work in these phases, which pass by themselves. Argo CD's own script calls them Degraded, and a
 * changed parameter would fail the sync and leave out its hooks. All other phases are judged as upstream judges them.
 * @see https://github.com/argoproj/argo-cd/blob/v3.5.3/resource_customizations/postgresql.cnpg.io/Cluster/health.lua
 */
export const DATABASE_HEALTH = `local phases = {
  ["Cluster in healthy state"] = "Healthy",
  ["Applying configuration"] = "Progressing",
  ["Creating a new replica"] = "Progressing",
  ["Failing over"] = "Progressing",
  ["Online upgrade in progress"] = "Progressing",
  ["Primary instance is being restarted in-place"] = "Progressing",
  ["Primary instance is being restarted without a switchover"] = "Progressing",
  ["Promoting to primary cluster"] = "Progressing",
  ["Setting up primary"] = "Progressing",
  ["Switchover in progress"] = "Progressing",
  ["Upgrading cluster"] = "Progressing",
  ["Waiting for the instances to become active"] = "Progressing",
  ["Cluster cannot execute instance online upgrade due to missing architecture binary"] = "Degraded",
  ["Cluster upgrade delayed"] = "Degraded",
  ["Upgrading Postgres major version"] = "Degraded",
  ["Waiting for user action"] = "Degraded",
  ["Cluster cannot proceed to reconciliation due to an unknown plugin being required"] = "Suspended",
  ["Cluster has incomplete or invalid image catalog"] = "Suspended",
  ["Cluster is unrecoverable and needs manual intervention"] = "Suspended",
  ["Unable to create required cluster objects"] = "Suspended",
}
local annotations = obj.metadata ~= nil and obj.metadata.annotations or {}
if annotations["cnpg.io/reconciliationLoop"] == "disabled" then
  return { status = "Suspended", message = "Cluster reconciliation is suspended" }
end
if obj.status == nil or obj.status.conditions == nil then
  return { status = "Progressing", message = "waiting for the operator" }
end
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "cnpg.io/hibernation" then
    local status = condition.status == "True" and "Suspended" or "Degraded"
    return { status = status, message = condition.message or "" }
  end
end
return { status = phases[obj.status.phase] or "Unknown", message = obj.status.phaseReason or "" }
`;
