import { z } from 'zod';
import { amountOf } from '../../values/quantity';
import { bytes, dnsLabel, domain, listOf, pinnedImage, record, text, whole } from '../../values/schema';
import { mountedSecretShape, resources, secretsAreApart, urls } from '../pod/props';
import { scaling } from './scaling-props';

/** Port of a containerised Bento. @see https://docs.bentoml.com/en/latest/reference/bentoml/cli.html */
export const BENTO_PORT = 3000;

/** Longest name: KEDA adds `keda-hpa-` to it, and the HPA's name is a label value of at most 63 characters. */
export const LONGEST_NAME = 54;

/**
 * What vertical scaling may do to the memory of the pods; CPU is the horizontal scaler's.
 * @see https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler
 */
const verticalScaling = record({
  /**
   * How a recommendation reaches the pods: `Off` only shows it, `Initial` applies it to new pods, `Recreate` evicts,
   * `InPlaceOrRecreate` resizes the running pod and evicts only when the node has no room.
   * @default 'InPlaceOrRecreate'
   */
  updateMode: z.enum(['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate']).default('InPlaceOrRecreate'),
  /** Least memory that is ever requested for a pod. */
  minMemory: bytes,
  /** Most memory that is ever requested for a pod. */
  maxMemory: bytes,
}).superRefine(({ minMemory, maxMemory }, context) => {
  if ((amountOf(minMemory) ?? 0) <= (amountOf(maxMemory) ?? 0)) return;
  context.addIssue({
    code: 'custom',
    path: ['maxMemory'],
    message: `must be at least \`minMemory\` (${minMemory}), got ${maxMemory}; raise it`,
  });
});

const modelSecret = record({
  ...mountedSecretShape,
  /**
   * How a changed value reaches the program: `restart` rolls its pods out anew within six minutes, for a program that reads
   * its files at its start alone; `by-itself` leaves them alone, for one that reads them anew at each use. A value that is
   * restarted for nothing costs a rollout, one that is not costs an outage.
   * @default 'restart'
   */
  reload: z.enum(['by-itself', 'restart']).default('restart'),
});

/** What a person decides about a model; everything else follows from where it runs. */
export const modelShape = {
  /** Name of the model: of its Deployment, its Service and the first label of its host name. */
  name: dnsLabel(LONGEST_NAME),
  /** How many pods run. */
  scaling,
  /** Resources of each pod. */
  resources,
  /**
   * Lets the memory of the pods follow their use.
   * @default - requests and limits stay as written
   */
  verticalScaling: verticalScaling.optional(),
  /**
   * Longest time that a request may take, in seconds; BentoML answers 504 after it.
   * @default 60
   * @see https://docs.bentoml.com/en/latest/reference/bentoml/configurations.html#traffic
   */
  requestTimeoutSeconds: whole(1, 3600, 'seconds').default(60),
  /**
   * Longest time from the container's start until the model is loaded, in seconds; a pod that needs longer is
   * started again.
   * @default 120
   */
  loadTimeoutSeconds: whole(10, 3600, 'seconds').default(120),
  /**
   * Secrets that the program reads as files. A changed value is in the file within two minutes.
   * @default - none
   */
  secrets: listOf(modelSecret).superRefine(secretsAreApart).prefault([]),
} as const;

/** A model behind HTTP. */
export const modelServiceProps = record({
  ...modelShape,
  /** Image of a containerised Bento: it listens on 3000 and answers /livez, /readyz and /metrics. */
  image: pinnedImage,
  /** PriorityClass of the pods. */
  priorityClassName: dnsLabel(),
  /**
   * Secret with the registry's credentials.
   * @default - the registry is public
   */
  imagePullSecret: dnsLabel().optional(),
  /**
   * URL of the Prometheus that the scaler asks; without it a scaling on metrics is refused.
   * @default - none
   */
  prometheusUrl: text(
    (value) => /^https?:\/\/[\w.:/-]+$/.test(value),
    'an HTTP URL',
    "'http://prometheus:9090'",
  ).optional(),
  /**
   * Where the model is reached from outside.
   * @default - from inside the cluster only
   */
  route: record({
    /** Host name, in the domain of the listener. */
    hostname: domain,
    /** The Gateway that its HTTPRoute attaches to. */
    gateway: record({
      /** Name of the Gateway. */
      name: dnsLabel(),
      /** Namespace of the Gateway. */
      namespace: dnsLabel(),
    }),
    /** Name of the Gateway's listener. */
    listener: dnsLabel(),
  }).optional(),
  /**
   * URLs of other services by the name of the environment variable that holds them.
   * @default - none
   */
  urls: urls.prefault([]),
}).superRefine((value, context) => {
  const asksPrometheus =
    value.scaling.kind === 'keda' &&
    value.scaling.triggers.some(({ type }) => type === 'prometheus' || type === 'requests-in-progress');
  if (asksPrometheus && value.prometheusUrl === undefined) {
    context.addIssue({
      code: 'custom',
      path: ['prometheusUrl'],
      message: 'must be set for a trigger on metrics; name the Prometheus that scrapes the model',
    });
  }
});

export type ModelServiceProps = z.input<typeof modelServiceProps>;
export type ModelServiceSettings = z.output<typeof modelServiceProps>;
