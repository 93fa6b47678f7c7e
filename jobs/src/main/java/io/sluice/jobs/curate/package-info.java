/**
 * Marts: which tables their SQL reads, in which order they are built, and the checks that their
 * rows must pass before they are published.
 */
package io.sluice.jobs.curate;
