/** Opens the catalog a configuration names: the only package that knows every adapter. */
package io.sluice.catalog.opening;
