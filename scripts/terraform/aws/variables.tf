variable "name" {
  description = "The lake's name: lake.name of its configuration. Roles and workgroups begin with it."
  type        = string
}

variable "buckets" {
  description = "The buckets of the three layers, as lake.conf has them, of Athena's answers, of the jar and configuration, and of the job's logs."
  type = object({
    raw       = string
    processed = string
    curated   = string
    answers   = string
    code      = string
    logs      = string
  })
}

variable "databases" {
  description = "The Glue databases of the layers: lake.catalog.databases."
  type = object({
    raw       = optional(string, "raw")
    processed = optional(string, "processed")
    curated   = optional(string, "curated")
  })
  default = {}
}

variable "policies" {
  description = "The file that `sluice policy` wrote, with --code, --logs and --athena-results of the buckets above."
  type        = string
  default     = "policies.json"
}

variable "job_services" {
  description = "The AWS services that run the job."
  type        = list(string)
  default     = ["emr-serverless.amazonaws.com"]
}

variable "job_principals" {
  description = "Who else may be the job: the instance profile's role of an EMR cluster, for runtime roles."
  type        = list(string)
  default     = []
}

variable "people" {
  description = "Who may take the role of an engineer, scientist or analyst: ARNs a role."
  type        = map(list(string))
  default     = {}
}

variable "raw_writers" {
  description = "Who drops raw files: ARNs that may use the key of the raw bucket. What they may put where is theirs."
  type        = list(string)
  default     = []
}

variable "query_limit" {
  description = "Bytes that a query of Athena may scan before it is ended."
  type        = number
  default     = 1099511627776
}
