/**
 * AWS Glue as a catalog. Everything of the AWS SDK stays in here; how fast and how patiently Glue
 * is asked is decided without it, in {@code RateLimit} and {@code Patience}.
 */
package io.sluice.catalog.glue;
