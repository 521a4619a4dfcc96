import { proxmox } from './clusters/proxmox';
import { development } from './development';
import { production } from './production';
import type { Inventory } from './resolve';
import { staging } from './staging';

/** Every cluster and environment that synth renders. */
export const inventory: Inventory = {
  clusters: [proxmox],
  environments: [development, staging, production],
};
