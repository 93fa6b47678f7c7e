locals {
  buckets = {
    raw       = var.buckets.raw
    processed = var.buckets.processed
    curated   = var.buckets.curated
    code      = var.buckets.code
  }
}

resource "google_storage_bucket" "lake" {
  for_each                    = local.buckets
  project                     = var.project
  name                        = each.value
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # What others overwrite can be had back. Tables have versions of their own, and would be kept twice.
  versioning {
    enabled = each.key == "raw"
  }

  encryption {
    default_kms_key_name = google_kms_crypto_key.lake[each.key].id
  }

  # A run that is killed in the middle of an upload leaves its parts, which are billed and never seen.
  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 7
    }
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 30
      with_state                 = "ARCHIVED"
    }
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_kms_crypto_key_iam_member.storage]
}
