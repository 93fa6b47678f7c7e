/** How each engine reads what a catalog holds, emulated: pure functions of an entry. */
package io.sluice.catalog.engines;
