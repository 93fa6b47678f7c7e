/** File-sizing arithmetic: how many files, how full, which ones to mend. No I/O, no clock. */
package io.sluice.layout.sizing;
