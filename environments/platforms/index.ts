import type { ClusterValues } from '../cluster-spec';
import { type PlatformFacts, proxmox } from './proxmox';

export const platforms: Readonly<Record<ClusterValues['platform'], PlatformFacts>> = { proxmox };
