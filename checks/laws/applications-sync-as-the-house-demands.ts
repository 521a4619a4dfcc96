import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { applicationsOf, foldersOf } from '../readers/applications';
import { at, list, mapping, mappings, text } from '../readers/read';
import { shown } from '../readers/show';

const COMPARE = 'argocd.argoproj.io/compare-options';

/** Seen with Argo CD 3.5.7: the second comparison after a refusal takes the result of one before it. */
const DIFF = 'ServerSideDiff=false';

/** Chart of Argo CD itself, of which a sync must never prune a part. */
const OWN_CHART = 'argo-cd';

const WAITS_FOR_ITSELF =
  'must have the annotation argocd.argoproj.io/ignore-healthcheck: "true", since it syncs itself: its sync would wait for its own end; add it';

/** Options that every Application has. */
const OPTIONS = [
  'CreateNamespace=false',
  'FailOnSharedResource=true',
  'PruneLast=true',
  'PrunePropagationPolicy=foreground',
  'RespectIgnoreDifferences=true',
];

/** What holds for an Application of its sort. */
interface Sort {
  /**
   * Whether it syncs Applications: server-side apply ignores the waves between them (argo-cd#13320). Undefined where
   * nobody renders its folder.
   */
  readonly holdsApplications: boolean | undefined;
  readonly isArgoCd: boolean;
}

/**
 * Every Application syncs by itself, prunes last, heals itself, never gives up and never empties a namespace; each
 * option stands there for an accident of somebody. None waits for itself.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export const applicationsSyncAsTheHouseDemands: Law = {
  id: 'applications-sync-as-the-house-demands',
  *judge(world): Generator<Breach> {
    const folders = foldersOf(world);
    for (const { manifest, folders: own, charts, elsewhere, waitedFor } of applicationsOf(world)) {
      const held = own.flatMap((folder) => folders.get(folder) ?? []);
      const sort = {
        holdsApplications:
          held.length === 0 && elsewhere.length === 0
            ? undefined
            : held.some(({ object }) => object.kind === 'Application'),
        isArgoCd: charts.includes(OWN_CHART),
      };
      const faults = [...valueFaults(manifest, sort), ...optionFaults(manifest, sort)];
      for (const message of faults) yield { manifest, message };
      if (waitedFor && held.includes(manifest)) yield { manifest, message: WAITS_FOR_ITSELF };
    }
  },
};

function* valueFaults({ object }: Manifest, { isArgoCd }: Sort): Generator<string> {
  const demands: readonly (readonly [path: string, value: unknown])[] = [
    ['automated.enabled', true],
    ['automated.prune', !isArgoCd],
    ['automated.selfHeal', true],
    ['automated.allowEmpty', false],
    ['retry.limit', -1],
    ['retry.refresh', true],
  ];
  for (const [path, value] of demands) {
    const got = at(object, `spec.syncPolicy.${path}`);
    if (got !== value) yield `\`syncPolicy.${path}\` must be ${value}, got ${shown(got)}; set it`;
  }
  if (mappings(object, 'spec.ignoreDifferences').length > 0)
    yield '`ignoreDifferences` must not be set: it swallows changes; leave the field out of what is rendered';
  const options = text(mapping(object, 'metadata.annotations')[COMPARE]);
  if (!(options ?? '').split(',').includes(DIFF))
    yield `annotation \`${COMPARE}\` must hold ${DIFF}, got ${shown(options)}: otherwise a change that the API server refuses is shown as Synced; add it`;
}

function* optionFaults({ object }: Manifest, { holdsApplications }: Sort): Generator<string> {
  const options = list(object, 'spec.syncPolicy.syncOptions');
  for (const option of holdsApplications === false ? [...OPTIONS, 'ServerSideApply=true'] : OPTIONS) {
    if (options.includes(option)) continue;
    const key = option.slice(0, option.indexOf('=') + 1);
    const other = options.find((one) => typeof one === 'string' && one.startsWith(key));
    yield `\`syncOptions\` must hold ${option}, got ${shown(other)}; add it`;
  }
  if (holdsApplications && options.includes('ServerSideApply=true'))
    yield '`syncOptions` must not hold ServerSideApply=true where Applications are synced: it ignores the waves between them; remove it';
  if (options.includes('ApplyOutOfSyncOnly=true'))
    yield '`syncOptions` must not hold ApplyOutOfSyncOnly=true: a full sync repairs what is falsely shown as Synced; remove it';
}
