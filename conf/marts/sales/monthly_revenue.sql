/*
# Nothing is written: Athena, Presto, Trino and Spark ask this of the mart below whenever they read it.
materialize = view
description = "What was earned per month"
columns {
  month = "Its first day"
  revenue = "What paid, shipped and delivered orders came to"
}
properties { team = finance }
checks = [ { unique = [month] } ]
*/
SELECT
  CAST(date_trunc('month', CAST(r.date AS date)) AS date) AS month,
  sum(r.orders) AS orders,
  CAST(sum(r.revenue) AS decimal(14,2)) AS revenue
FROM curated.sales_daily_revenue r
GROUP BY 1
