/*
materialize = table
description = "What each paid channel cost and brought, per day"
date = date
checks = [
  { unique = [date, channel] }
  { not-null = [date, channel, spend, visitors, orders, revenue] }
  { accepted { column = channel, values = [search, social, email, affiliate] } }
  "roas >= 0"
  "revenue_share BETWEEN 0 AND 1"
]
*/
WITH costs AS (
  SELECT date, channel, sum(cost) AS spend
  FROM processed.marketing_spend
  GROUP BY date, channel
),
visits AS (
  SELECT date, channel, count(DISTINCT visitor_id) AS visitors
  FROM processed.web_clicks
  WHERE NOT is_bot
  GROUP BY date, channel
),
sold AS (
  SELECT date, channel, count(*) AS orders, sum(amount) AS revenue
  FROM processed.shop_orders
  WHERE status IN ('paid', 'shipped', 'delivered')
  GROUP BY date, channel
),
days AS (
  SELECT date, sum(revenue) AS revenue
  FROM curated.sales_daily_revenue
  GROUP BY date
)
SELECT
  costs.date,
  costs.channel,
  CAST(costs.spend AS decimal(14,2)) AS spend,
  coalesce(visits.visitors, 0) AS visitors,
  coalesce(sold.orders, 0) AS orders,
  CAST(coalesce(sold.revenue, 0) AS decimal(14,2)) AS revenue,
  CAST(coalesce(sold.revenue, 0) / nullif(costs.spend, 0) AS decimal(10,4)) AS roas,
  CAST(coalesce(sold.revenue, 0) / nullif(days.revenue, 0) AS decimal(10,4)) AS revenue_share
FROM costs
LEFT JOIN visits ON visits.date = costs.date AND visits.channel = costs.channel
LEFT JOIN sold ON sold.date = costs.date AND sold.channel = costs.channel
LEFT JOIN days ON days.date = costs.date
