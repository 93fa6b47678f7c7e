/**
 * The Hive Metastore as a catalog: a service over Thrift, or embedded in the process on a Derby
 * database. Everything of Hive, Thrift and Derby stays in here.
 */
package io.sluice.catalog.hive;
