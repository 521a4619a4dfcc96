import { text } from '../../../checks/readers/read';
import { versionOf } from '../../control-plane/go-part';
import { PARTS } from '../build/parts';
import { type Programs, program } from '../build/programs';
import type { Image } from '../images/layout';
import { repositoryOf } from '../images/references';
import { type Controller, changeContainers } from './controller';
import { kustomized } from './manifests';

/** Its images, by the program in them. */
const REPOSITORIES = {
  keda: 'ghcr.io/kedacore/keda',
  'keda-adapter': 'ghcr.io/kedacore/keda-metrics-apiserver',
  'keda-admission-webhooks': 'ghcr.io/kedacore/keda-admission-webhooks',
} as const;

/** As its Dockerfiles have it. */
const USER = 65532;

/** Scales by what is outside of pods. In the namespace `keda`, with its external metrics API and its webhooks. */
export async function keda(programs: Programs): Promise<Controller> {
  const version = versionOf(PARTS.keda).slice(1);
  const objects = await kustomized(programs, `${program(programs, 'keda', 'config')}/default`);
  return {
    images: Object.entries(REPOSITORIES).map(
      ([name, repository]): Image => ({
        references: [`${repository}:${version}`],
        files: { [name]: program(programs, 'keda', name) },
        entrypoint: [`/${name}`],
        user: USER,
      }),
    ),
    objects: changeContainers(objects, (container) => ({
      ...container,
      image: `${repositoryOf(text(container, 'image') ?? '')}:${version}`,
      // `Always` would look for a registry although the image is there.
      imagePullPolicy: 'IfNotPresent',
    })),
  };
}
