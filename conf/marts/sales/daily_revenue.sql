/*
materialize = table
description = "What was earned per day and category"
date = date
checks = [
  { unique = [date, category] }
  { not-null = [date, category, revenue] }
  { accepted { column = category, values = [books, garden, kitchen, toys] } }
  "revenue >= 0"
]
*/
SELECT
  o.date,
  o.category,
  count(*) AS orders,
  sum(o.quantity) AS units,
  CAST(sum(o.amount) AS decimal(14,2)) AS revenue
FROM processed.shop_orders o
WHERE o.status IN ('paid', 'shipped', 'delivered')
GROUP BY o.date, o.category
