data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  # Who opens and who fills what lies under a key: the roles of `sluice policy`.
  opens = {
    raw       = ["job", "engineer"]
    processed = ["job", "engineer", "scientist"]
    curated   = ["job", "engineer", "scientist", "analyst"]
    answers   = ["engineer", "scientist", "analyst"]
    code      = ["job"]
    logs      = ["job", "engineer"]
  }
  fills = {
    raw       = []
    processed = ["job"]
    curated   = ["job"]
    answers   = ["engineer", "scientist", "analyst"]
    code      = []
    logs      = ["job"]
  }
}

data "aws_iam_policy_document" "key" {
  for_each = local.buckets

  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    sid       = "Opens"
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [for role in local.opens[each.key] : aws_iam_role.lake[role].arn]
    }
  }

  dynamic "statement" {
    for_each = length(local.fills[each.key]) > 0 ? ["Fills"] : []

    content {
      sid       = statement.value
      actions   = ["kms:GenerateDataKey"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = [for role in local.fills[each.key] : aws_iam_role.lake[role].arn]
      }
    }
  }

  dynamic "statement" {
    for_each = each.key == "raw" && length(var.raw_writers) > 0 ? ["Drops"] : []

    content {
      sid       = statement.value
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = var.raw_writers
      }
    }
  }
}

resource "aws_kms_key" "lake" {
  for_each            = local.buckets
  description         = "${var.name} ${each.key}"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key[each.key].json
}

resource "aws_kms_alias" "lake" {
  for_each      = aws_kms_key.lake
  name          = "alias/${var.name}-${each.key}"
  target_key_id = each.value.key_id
}
