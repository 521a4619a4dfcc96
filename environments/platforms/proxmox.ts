import { type GatewayController, traefik } from '../operators';

/** What differs between providers and does not depend on the single cluster. */
export interface PlatformFacts {
  readonly gateway: GatewayController;
  /** Port at which administrators reach the private listener. */
  readonly privatePort: number;
}

/**
 * Proxmox brings neither load balancer nor gateway: Traefik behind the balancer pair. Administrators go past the pair, to
 * the port of the workers: behind it every client would have the address of a balancer, and policies could not tell them.
 */
export const proxmox: PlatformFacts = { gateway: traefik, privatePort: traefik.nodePorts.private };
