/** Which engines read a table, and what each of them cannot read: values and decisions. */
package io.sluice.layout.readers;
