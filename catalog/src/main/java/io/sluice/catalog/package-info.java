/**
 * What others can query. The port ({@link io.sluice.catalog.Catalog}), what a job has published
 * ({@link io.sluice.catalog.PublishedTable}) and the one place that reconciles the two ({@link
 * io.sluice.catalog.CatalogSync}). Adapters live in the packages below and import this one, never
 * the other way round.
 */
package io.sluice.catalog;
