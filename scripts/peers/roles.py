"""A lake that is reached in roles alone: moto checks every signature and every right.

The job's own key may do nothing but assume two roles: Hadoop's S3A assumes one, whose policy is what
`sluice policy` prints, and the catalog the other.
"""

from __future__ import annotations

import json
import re
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

from cache import Cache
from failure import Failure
from lake import LAYERS
from metastores import NO_SECRET, REGION, GlueService
from questions import difference, expected_rows, spark_answers, spark_sql
from shapes import contents, shapes
from shop import Shop
from stores import BucketLake, request

IAM = "arn:aws:iam::123456789012"
JOB, REGISTER = f"{IAM}:role/lake-job", f"{IAM}:role/register"
EXTERNAL_ID = "peers-of-sluice"
PROVIDER = "spark.hadoop.fs.s3a.aws.credentials.provider"
OWN_KEY = "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider"
ROLE = "spark.hadoop.fs.s3a.assumed.role"

# Settings that are changed, the exit code that it comes to, and what is said then.
NOT_GIVEN = "the role of fs.s3a.assumed.role.arn was not given to this job"
REGION_OF_STS = {f"{ROLE}.sts.endpoint.region": REGION}
WRONG = [
    ({PROVIDER: OWN_KEY}, 4, "Access Denied"),
    ({f"{ROLE}.arn": f"{JOB}-of-nobody"}, 4, NOT_GIVEN),
    ({f"{ROLE}.external.id": "another"}, 4, NOT_GIVEN),
    (REGION_OF_STS, 2, "but no STS endpoint specified. Correct it"),
    ({f"{ROLE}.sts.endpoint": "localhost", **REGION_OF_STS}, 2, "set AWS_ENDPOINT_URL_STS"),
]


def roles_are_enough(cache: Cache, folder: Path) -> None:
    moto = GlueService(cache, folder)
    try:
        lake, own_key = prepared(moto, folder / "lake")
        shop = Shop()
        shop.append()
        extraction = lake.next_extraction()
        lake.land(extraction, shop.take_orders(extraction))
        request("POST", f"{moto.url}/moto-api/reset-auth", b"0")
        request("POST", f"{moto.url}/moto-api/recorder/start-recording")

        lake.sluice("run", "shop.orders", "shop.orders_plain")
        require_rows(lake, shop)
        require_roles(folder / "moto_recording", own_key)
        require_refusals(lake)
    finally:
        moto.stop()


# What Terraform makes ----------------------------------------------------------------------------


def prepared(moto: GlueService, folder: Path) -> tuple[BucketLake, str]:
    """A lake, and the key that it is given."""
    catalog = f'{moto.of_the_lake()}, role = "{REGISTER}", external-id = {EXTERNAL_ID}'
    lake = BucketLake(folder, catalog, moto.environment(), "s3a")
    lake.url = moto.url
    key = "spark.hadoop.fs.s3a"
    lake.spark = {
        f"{key}.endpoint": moto.url,
        f"{key}.endpoint.region": REGION,
        f"{key}.path.style.access": "true",
        # For several objects at once moto wants the right to delete the bucket's.
        f"{key}.multiobjectdelete.enable": "false",
        PROVIDER: "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider",
        f"{ROLE}.arn": JOB,
        f"{ROLE}.external.id": EXTERNAL_ID,
        f"{ROLE}.credentials.provider": OWN_KEY,
    }
    lake.configure(grown=False)
    for layer in LAYERS:
        request("PUT", f"{moto.url}/{lake.bucket(layer)}")
        moto.call("CreateDatabase", DatabaseInput={"Name": layer})

    policies = lake.sluice("policy", "--account=123456789012")["policies"]
    for arn, policy in ((JOB, policies["job"]), (REGISTER, policies["catalog"])):
        role = arn.split("/")[1]
        iam(moto, "CreateRole", RoleName=role, AssumeRolePolicyDocument=document(TRUST))
        rights = document(*map(as_moto_asks, policy["Statement"]))
        iam(moto, "PutRolePolicy", RoleName=role, PolicyName="rights", PolicyDocument=rights)
    iam(moto, "CreateUser", UserName="operator")
    rights = document({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": [JOB, REGISTER]})
    iam(moto, "PutUserPolicy", UserName="operator", PolicyName="rights", PolicyDocument=rights)
    made = iam(moto, "CreateAccessKey", UserName="operator")
    own_key = re.search("<AccessKeyId>(.+?)<", made)[1]
    lake.environment |= {
        "AWS_ACCESS_KEY_ID": own_key,
        "AWS_SECRET_ACCESS_KEY": re.search("<SecretAccessKey>(.+?)<", made)[1],
        "AWS_ENDPOINT_URL_STS": moto.url,
    }
    return lake, own_key


TRUST = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"AWS": f"{IAM}:user/operator"},
    "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
}


def as_moto_asks(statement: dict) -> dict:
    """It asks for no resource of Glue's by name."""
    return {**statement, "Resource": "*"} if "glue:GetTable" in statement["Action"] else statement


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def iam(moto: GlueService, action: str, **arguments: str) -> str:
    """IAM's own protocol."""
    scope = f"Credential={NO_SECRET}/20260101/{REGION}/iam/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=none"}
    body = urllib.parse.urlencode({"Action": action, "Version": "2010-05-08", **arguments})
    asked = urllib.request.Request(moto.url, data=body.encode(), headers=headers)
    with urllib.request.urlopen(asked, timeout=60) as response:
        return response.read().decode()


# What must then be so ----------------------------------------------------------------------------


def require_rows(lake: BucketLake, shop: Shop) -> None:
    asked = [shape for shape in shapes(False, "") if shape.name in ("Delta", "Parquet")]
    answers = spark_answers(asked, lake.query(spark_sql(asked)))
    for shape in asked:
        wanted = expected_rows(shape, contents(shop)[shape.name])
        wrong = difference(wanted, answers[shape.name]["rows"])
        if wrong:
            raise Failure(f"{shape.name}, written and read in a role, holds other rows: {wrong}")
        print(f"{shape.name}: {sum(wanted.values())} rows, as they must be")


def require_roles(recording: Path, own_key: str) -> None:
    """moto gives keys for a while that begin with ASIA, and each is a role's."""
    signed = re.compile(r"Credential=([^/]+)/\d+/[^/]+/([^/]+)/")
    came: Counter[tuple[str, str]] = Counter()
    for line in recording.read_text().splitlines():
        found = signed.search(json.loads(line)["headers"].get("Authorization", ""))
        key, service = found.groups() if found else ("", "")
        came[service, "own" if key == own_key else "role's" if key.startswith("ASIA") else key] += 1
    if set(came) != {("s3", "role's"), ("glue", "role's"), ("sts", "own")}:
        raise Failure(f"S3 and Glue are not asked in roles alone, or STS in one: {dict(came)}")
    asked = ", ".join(f"{service} {count} times" for (service, _), count in sorted(came.items()))
    print(f"asked: {asked}; with the job's own key sts alone")


def require_refusals(lake: BucketLake) -> None:
    right = lake.spark
    for change, code, words in WRONG:
        lake.spark = {**right, **change}
        lake.configure(grown=False)
        done = lake.ended("run", "shop.orders")
        if done.returncode != code or words not in done.stdout:
            raise Failure(
                f"With {change} a run ended with {done.returncode}; {code} with '{words}' is right.\n"
                + (done.stdout + done.stderr)[-4000:]
            )
        if lake.environment["AWS_SECRET_ACCESS_KEY"] in done.stdout + done.stderr:
            raise Failure(f"With {change} a run tells its secret key.")
    print(f"{len(WRONG)} wrong settings, each told for what it is")
