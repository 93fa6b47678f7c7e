/**
 * The only code that writes bytes: files on storage, Delta tables, plain Parquet tables, the Spark
 * session. What is internal to a vendor stays behind these doors.
 */
package io.sluice.jobs.store;
