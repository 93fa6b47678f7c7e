/**
 * The words every other package uses: layers, table ids, locations, column types and names. Values
 * only: nothing here reads a file or knows an engine.
 */
package io.sluice.layout;
