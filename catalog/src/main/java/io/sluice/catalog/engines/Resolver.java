package io.sluice.catalog.engines;

/** How one engine reads an entry. */
interface Resolver {

  Resolution resolve(Reading reading);
}
