import type { Law } from '../law';
import { type Fields, mappings, number, text } from '../readers/read';

/** Longest time, in seconds: the API server's own default is 300. */
const LONGEST = 120;

const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/**
 * The pods of a Deployment leave a lost worker within two minutes, and at all: one that tolerates its loss for ever is
 * never replaced. A StatefulSet's are not meant: they stay until somebody knows that the worker is off.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
 */
export const lostWorkersAreLeft: Law = {
  id: 'lost-workers-are-left',
  *judge({ pods }) {
    for (const { manifest, spec } of pods) {
      if (manifest.object.kind !== 'Deployment') continue;
      for (const taint of TAINTS) {
        const times = mappings(spec, 'tolerations')
          .filter((toleration) => tolerates(toleration, taint))
          .map((toleration) => number(toleration, 'tolerationSeconds') ?? Number.POSITIVE_INFINITY);
        const [got = undefined, ...others] = times;
        if (got !== undefined && Math.max(got, ...others) <= LONGEST) continue;
        const what = got === undefined ? 'nothing, which is 300 s' : timeOf(Math.max(got, ...others));
        yield {
          manifest,
          message: `\`tolerations\` must hold ${taint} with effect NoExecute and \`tolerationSeconds\` of at most ${LONGEST}, got ${what}; set both`,
        };
      }
    }
  },
};

function timeOf(seconds: number): string {
  return Number.isFinite(seconds) ? `${seconds} s` : 'no end';
}

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling */
function tolerates(toleration: Fields, taint: string): boolean {
  const effect = text(toleration, 'effect') ?? '';
  if (effect !== '' && effect !== 'NoExecute') return false;
  const key = text(toleration, 'key') ?? '';
  if (key === '') return text(toleration, 'operator') === 'Exists';
  return (
    key === taint && (text(toleration, 'operator') === 'Exists' || (text(toleration, 'value') ?? '') === '')
  );
}
