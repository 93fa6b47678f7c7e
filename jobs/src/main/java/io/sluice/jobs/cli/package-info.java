/**
 * The command line: verbs, what they print and the code the process ends with. The one place that
 * knows every job; nobody imports it.
 */
package io.sluice.jobs.cli;
