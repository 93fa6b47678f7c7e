/**
 * The doctor: what a catalog holds against what was configured and published, and what each
 * difference means to those who read. Reads only; what can be mended is mended by {@link
 * io.sluice.catalog.CatalogSync}.
 */
package io.sluice.catalog.doctor;
