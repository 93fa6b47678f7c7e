variable "name" {
  description = "The lake's name: lake.name of its configuration."
  type        = string
}

variable "project" {
  description = "The project that all of it is in."
  type        = string
}

variable "region" {
  description = "The region that all of it is in, such as europe-west1."
  type        = string
}

variable "buckets" {
  description = "The buckets of the three layers, as lake.conf has them, and of the jar and configuration."
  type = object({
    raw       = string
    processed = string
    curated   = string
    code      = string
  })
}

variable "policies" {
  description = "The file that `sluice policy` wrote."
  type        = string
  default     = "policies.json"
}

variable "people" {
  description = "Who is an engineer, scientist or analyst: members a role, such as group:engineers@acme.com."
  type        = map(list(string))
  default     = {}
}

variable "metastore" {
  description = "Whether a Dataproc Metastore is made, for lake.catalog.type = hive."
  type        = bool
  default     = true
}

variable "datasets" {
  description = "The BigQuery datasets that `sluice register --ddl bigquery` is run in, a layer each."
  type        = map(string)
  default     = { processed = "processed", curated = "curated" }
}
