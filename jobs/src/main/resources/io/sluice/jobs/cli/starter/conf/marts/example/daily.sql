/*
# table: written as files, read fast. view: asked anew by whoever reads, always fresh.
materialize = table
description = "Revenue per day and category"
date = date
checks = [
  { not-null = [date, category] }
  { unique = [date, category] }
]
*/
SELECT
  o.date,
  o.category,
  count(*) AS orders,
  CAST(sum(o.amount) AS decimal(14,2)) AS revenue
FROM processed.example_orders o
GROUP BY o.date, o.category
