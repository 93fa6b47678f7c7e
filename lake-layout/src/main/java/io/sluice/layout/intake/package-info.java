/** What a table has taken of its raw folder, and what it will take next: values and decisions. */
package io.sluice.layout.intake;
