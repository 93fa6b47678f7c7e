/**
 * Looks at raw files that nobody has configured yet, without Spark: which tables there are, who
 * wrote them and how. {@link io.sluice.jobs.look.Look} is the way in; what it reads is a bounded
 * sample, and what follows from that is decided by values alone.
 */
package io.sluice.jobs.look;
