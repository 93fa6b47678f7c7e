/** What a run did, as values: for the terminal, for the JSON report, for the exit code. */
package io.sluice.jobs.report;
