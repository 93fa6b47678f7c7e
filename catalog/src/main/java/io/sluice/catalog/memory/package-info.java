/** A catalog in memory: for tests, and for a lake without a catalog. */
package io.sluice.catalog.memory;
