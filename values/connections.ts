/**
 * Connections of a database that nobody but administration gets: three for superusers, one for each replica that streams and
 * one that makes a new replica, the operator's own and its exporter's.
 */
export const RESERVED_CONNECTIONS = 15;
