import type { z } from 'zod';
import { restartedWorkload } from '../../reconcilers/restarts/state';
import { dnsLabel, listOf, pinnedImage, record } from '../../values/schema';
import { resources } from '../pod/props';

/** Name of the program's objects in each namespace, and of its ServiceAccount. */
export const SECRET_RESTARTS = 'secret-restarts';

/** The program that restarts workloads of one namespace whose Secrets changed. */
export const secretRestartsProps = record({
  /** The workloads, each with the Secrets whose change restarts it. */
  workloads: listOf(restartedWorkload),
  /** Image with Node.js 20 or later at `/nodejs/bin/node`. */
  image: pinnedImage,
  /** PriorityClass of the pods. */
  priorityClassName: dnsLabel(),
  /**
   * Secret with the registry's credentials.
   * @default - the registry is public
   */
  imagePullSecret: dnsLabel().optional(),
  /**
   * Resources of a run.
   * @default 50m and 64Mi, at most 128Mi
   */
  resources: resources.prefault({
    requests: { cpu: '50m', memory: '64Mi', ephemeralStorage: '16Mi' },
    limits: { memory: '128Mi', ephemeralStorage: '64Mi' },
  }),
});

export type SecretRestartsProps = z.input<typeof secretRestartsProps>;
export type SecretRestartsSettings = z.output<typeof secretRestartsProps>;
