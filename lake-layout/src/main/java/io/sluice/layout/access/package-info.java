/** Who may see and change what in a lake, as the cloud it lies in writes it down. */
package io.sluice.layout.access;
