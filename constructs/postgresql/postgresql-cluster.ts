import type { ICluster } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import { Construct } from 'constructs';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import { clusterOf, scheduledBackupOf } from './cluster';
import { podMonitorOf, prometheusRuleOf } from './monitoring';
import { objectStoreOf } from './object-store';
import { type PostgresqlProps, postgresqlProps } from './props';

/**
 * A PostgreSQL database that CloudNativePG runs: instances on workers of their own, every change archived outside the
 * cluster, base backups on a schedule, TLS for everybody. Its chart must name a namespace.
 *
 * @throws FaultsError when the props contradict each other
 * @see https://cloudnative-pg.io/documentation/1.30/
 */
export class PostgresqlCluster extends Construct {
  readonly cluster: Resource<ICluster>;

  constructor(scope: Construct, id: string, props: PostgresqlProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(postgresqlProps, props, this.node.path);
    this.cluster = new Resource(this, 'Cluster', clusterOf(namespace, settings));
    new Resource(this, 'ObjectStore', objectStoreOf(namespace, settings));
    new Resource(this, 'ScheduledBackup', scheduledBackupOf(namespace, settings));
    new Resource(this, 'PodMonitor', podMonitorOf(namespace, settings));
    new Resource(this, 'PrometheusRule', prometheusRuleOf(namespace, settings));
  }
}
