# Databases are here, and tables never: what they are like is for Sluice to say, with every run.
resource "google_dataproc_metastore_service" "lake" {
  count      = var.metastore ? 1 : 0
  project    = var.project
  location   = var.region
  service_id = var.name
  tier       = "DEVELOPER"

  hive_metastore_config {
    version = "3.1.2"
  }
}

resource "google_bigquery_dataset" "lake" {
  for_each   = var.datasets
  project    = var.project
  location   = var.region
  dataset_id = each.value

  dynamic "access" {
    for_each = concat(
      lookup(var.people, "engineer", []),
      lookup(var.people, "scientist", []),
      each.key == "curated" ? lookup(var.people, "analyst", []) : [],
    )

    content {
      role       = "READER"
      iam_member = access.value
    }
  }

  # Who made it keeps it.
  access {
    role          = "OWNER"
    special_group = "projectOwners"
  }
}
