/** Makes what was published queryable: table states to catalog entries. No Spark. */
package io.sluice.jobs.register;
