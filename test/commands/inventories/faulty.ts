import { inventory as real } from '../../../environments/inventory';
import { changed } from '../../environments/change';

/** The real inventory with five faults in three places, and one that only a rule finds. */
export const inventory = [
  ['proxmox.virtualIp', '10.20.0'],
  ['proxmox.platform', 'vsphere'],
  ['staging.timeZone', 'Brazil'],
  ['staging.priority', 'low'],
  ['production.modelServing.models.iris.image', 'iris:latest'],
  ['development.batchJobs.jobs.iris-scoring.calls.0.model', 'iri'],
].reduce((faulty, [path = '', value]) => changed(path, value, faulty), real);
