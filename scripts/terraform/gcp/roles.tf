locals {
  policies = jsondecode(file(var.policies))
  members = merge(var.people, {
    job = ["serviceAccount:${google_service_account.job.email}"]
  })

  # One entry a role, layer and member of what `sluice policy` prints; numbered, for a plan knows
  # how many members there are before it knows their names.
  bindings = merge([
    for role, bindings in local.policies : merge([
      for binding in bindings : {
        for index, member in lookup(local.members, role, []) :
        "${role} ${binding.layer} ${index}" => {
          bucket = local.buckets[binding.layer]
          role   = binding.role
          member = member
        }
      }
    ]...)
  ]...)
}

resource "google_service_account" "job" {
  project      = var.project
  account_id   = "${var.name}-job"
  display_name = "Sluice of ${var.name}"
}

# What a machine or batch of Dataproc needs to be one.
resource "google_project_iam_member" "worker" {
  project = var.project
  role    = "roles/dataproc.worker"
  member  = "serviceAccount:${google_service_account.job.email}"
}

resource "google_storage_bucket_iam_member" "lake" {
  for_each = local.bindings
  bucket   = google_storage_bucket.lake[split(" ", each.key)[1]].name
  role     = each.value.role
  member   = each.value.member
}

resource "google_storage_bucket_iam_member" "code" {
  bucket = google_storage_bucket.lake["code"].name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${google_service_account.job.email}"
}
