/** Keeps tables in shape: joins small files of cold dates, and deletes what nobody needs. */
package io.sluice.jobs.maintain;
