output "roles" {
  description = "The ARN of each role; job's is --execution-role of the submit scripts."
  value       = { for name, role in aws_iam_role.lake : name => role.arn }
}

output "keys" {
  description = "The ARN of each bucket's key, for fs.s3a.encryption.key."
  value       = { for name, key in aws_kms_key.lake : name => key.arn }
}

output "workgroups" {
  description = "The Athena workgroup of each role."
  value       = { for role, group in aws_athena_workgroup.lake : role => group.name }
}
