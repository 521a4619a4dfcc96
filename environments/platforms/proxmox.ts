import { type GatewayController, traefik } from '../operators';

/** What differs between providers and does not depend on the single cluster. */
export interface PlatformFacts {
  readonly gateway: GatewayController;
}

/** Proxmox brings neither load balancer nor gateway: Traefik behind the balancer pair. */
export const proxmox: PlatformFacts = { gateway: traefik };
