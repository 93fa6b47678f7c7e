/**
 * The configuration as typed records, and the reader that makes them of HOCON, naming every problem
 * at once with file and line.
 */
package io.sluice.layout.config;
