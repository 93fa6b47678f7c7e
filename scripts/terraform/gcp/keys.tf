resource "google_kms_key_ring" "lake" {
  project  = var.project
  name     = var.name
  location = var.region
}

resource "google_kms_crypto_key" "lake" {
  for_each        = local.buckets
  name            = each.key
  key_ring        = google_kms_key_ring.lake.id
  rotation_period = "7776000s"

  lifecycle {
    prevent_destroy = true
  }
}

# Cloud Storage opens and fills objects by itself, for whoever may read and write them.
data "google_storage_project_service_account" "storage" {
  project = var.project
}

resource "google_kms_crypto_key_iam_member" "storage" {
  for_each      = google_kms_crypto_key.lake
  crypto_key_id = each.value.id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${data.google_storage_project_service_account.storage.email_address}"
}
