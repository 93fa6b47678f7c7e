output "service_account" {
  description = "Who the job is: --service-account of submit-dataproc-serverless.sh."
  value       = google_service_account.job.email
}

output "metastore" {
  description = "lake.catalog.uri, if a metastore was made."
  value       = one(google_dataproc_metastore_service.lake[*].endpoint_uri)
}
