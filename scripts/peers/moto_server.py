"""Runs moto's server, in the Python that has it, with one thing as Glue does it.

Trino and Presto ask for all partitions with an empty expression. Glue takes it, moto refuses it.
"""

import sys

from moto.glue import utils
from moto.server import main

refusing = utils._PartitionFilterExpressionCache.get
utils._PartitionFilterExpressionCache.get = lambda self, text: refusing(self, text or None)
main(sys.argv[1:])
