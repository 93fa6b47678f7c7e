# Databases are here, and tables never: what they are like is for Sluice to say, with every run.
resource "aws_glue_catalog_database" "lake" {
  for_each = {
    raw       = var.databases.raw
    processed = var.databases.processed
    curated   = var.databases.curated
  }
  name = each.value
  # Spark takes no database without a location.
  location_uri = "s3://${local.buckets[each.key]}/"
}

# A workgroup a role, which `sluice policy` gives each role the use of.
resource "aws_athena_workgroup" "lake" {
  for_each = toset(["engineer", "scientist", "analyst"])
  name     = "${var.name}-${each.key}"

  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = true
    bytes_scanned_cutoff_per_query     = var.query_limit

    result_configuration {
      output_location = "s3://${local.buckets["answers"]}/${each.key}/"

      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = aws_kms_key.lake["answers"].arn
      }
    }
  }
}
