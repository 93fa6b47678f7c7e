locals {
  buckets = {
    raw       = var.buckets.raw
    processed = var.buckets.processed
    curated   = var.buckets.curated
    answers   = var.buckets.answers
    code      = var.buckets.code
    logs      = var.buckets.logs
  }
}

resource "aws_s3_bucket" "lake" {
  for_each = local.buckets
  bucket   = each.value

  lifecycle {
    prevent_destroy = true
  }
}

# What others overwrite can be had back. Tables have versions of their own, and would be kept twice.
resource "aws_s3_bucket_versioning" "raw" {
  bucket = aws_s3_bucket.lake["raw"].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "lake" {
  for_each = aws_s3_bucket.lake
  bucket   = each.value.id

  # A run that is killed in the middle of an upload leaves its parts, which are billed and never seen.
  rule {
    id     = "unfinished-uploads"
    status = "Enabled"
    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  dynamic "rule" {
    for_each = each.key == "raw" ? ["overwritten-files"] : []

    content {
      id     = rule.value
      status = "Enabled"
      filter {}

      noncurrent_version_expiration {
        noncurrent_days = 30
      }
    }
  }

  dynamic "rule" {
    for_each = contains(["answers", "logs"], each.key) ? ["old"] : []

    content {
      id     = rule.value
      status = "Enabled"
      filter {}

      expiration {
        days = 30
      }
    }
  }
}

resource "aws_s3_bucket_public_access_block" "lake" {
  for_each                = aws_s3_bucket.lake
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  for_each = aws_s3_bucket.lake
  bucket   = each.value.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.lake[each.key].arn
    }
  }
}

data "aws_iam_policy_document" "only_encrypted_connections" {
  for_each = aws_s3_bucket.lake

  statement {
    sid       = "OnlyEncryptedConnections"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value.arn, "${each.value.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "lake" {
  for_each   = aws_s3_bucket.lake
  bucket     = each.value.id
  policy     = data.aws_iam_policy_document.only_encrypted_connections[each.key].json
  depends_on = [aws_s3_bucket_public_access_block.lake]
}
