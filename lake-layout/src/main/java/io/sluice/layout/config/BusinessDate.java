package io.sluice.layout.config;

import java.time.ZoneId;

/**
 * The date a row belongs to, whatever day it arrived.
 *
 * @param from the column it is taken from, conformed
 * @param zone the zone in which an instant is cut into days, and in which a timestamp text without
 *     an offset is read
 * @param column the name of the partition column
 */
public record BusinessDate(String from, ZoneId zone, String column) {}
