/** Statements for the engines that read no entry of a catalog by themselves: text, nothing else. */
package io.sluice.catalog.ddl;
