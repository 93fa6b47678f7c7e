"""Runs moto's server, in the Python that has it, with two things as AWS does them.

Trino and Presto ask for all partitions with an empty expression. Glue takes it, moto refuses it.
What a client has signed is the address as it sent it; moto would check it with %3D decoded.
"""

import sys

from flask import request
from moto.glue import utils
from moto.iam.access_control import IAMRequestBase
from moto.server import main

refusing = utils._PartitionFilterExpressionCache.get
utils._PartitionFilterExpressionCache.get = lambda self, text: refusing(self, text or None)

decoded = IAMRequestBase._create_aws_request


def as_it_came(self):
    self._path = request.environ["REQUEST_URI"]
    return decoded(self)


IAMRequestBase._create_aws_request = as_it_came
main(sys.argv[1:])
