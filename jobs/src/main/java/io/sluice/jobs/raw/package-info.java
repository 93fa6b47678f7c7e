/**
 * Reads raw files into rows: every record of every file comes out once, as a good row of the
 * contract's types or as a rejected record with its reason. {@link io.sluice.jobs.raw.RawRows} is
 * the way in; the rest is how. Nothing here writes.
 */
package io.sluice.jobs.raw;
