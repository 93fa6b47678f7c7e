/**
 * One run at a time changes a table: who holds it, for how long, and how another run finds out. The
 * jobs know {@link io.sluice.jobs.lease.Turn}, the command line hands it to them.
 */
package io.sluice.jobs.lease;
