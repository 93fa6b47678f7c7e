locals {
  policies = jsondecode(file(var.policies))
  roles    = toset(["job", "engineer", "scientist", "analyst"])
}

data "aws_iam_policy_document" "trust" {
  for_each = local.roles

  dynamic "statement" {
    for_each = each.key == "job" ? ["Services"] : []

    content {
      sid     = statement.value
      actions = ["sts:AssumeRole"]

      principals {
        type        = "Service"
        identifiers = var.job_services
      }
    }
  }

  statement {
    sid     = "Principals"
    actions = each.key == "job" ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]

    principals {
      type = "AWS"
      # An account that is named alone leaves it to its own policies who of it may.
      identifiers = coalescelist(
        each.key == "job" ? var.job_principals : lookup(var.people, each.key, []),
        ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"],
      )
    }
  }
}

resource "aws_iam_role" "lake" {
  for_each           = local.roles
  name               = "${var.name}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json
}

resource "aws_iam_role_policy" "lake" {
  for_each = aws_iam_role.lake
  name     = "lake"
  role     = each.value.id
  policy   = jsonencode(local.policies[each.key])

  lifecycle {
    precondition {
      condition = alltrue([
        for layer in ["processed", "curated"] :
        strcontains(jsonencode(local.policies["job"]), "s3:::${local.buckets[layer]}")
      ])
      error_message = "The policies are of another lake: they do not name the buckets. Print them again with sluice policy."
    }
  }
}
