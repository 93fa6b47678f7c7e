package io.sluice.jobs.store;

import io.sluice.layout.Location;

/**
 * A file as a listing shows it.
 *
 * @param modified epoch milliseconds
 */
public record StoredFile(Location location, long bytes, long modified) {}
