/**
 * Raw to processed: plan, stage, verify, publish. {@link io.sluice.jobs.promote.PromoteJob} reads
 * as that sentence; every decision is a value made elsewhere, every effect goes through a store.
 */
package io.sluice.jobs.promote;
